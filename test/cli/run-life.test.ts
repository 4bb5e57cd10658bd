import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { main } from '../../source/cli/main.ts';
import { temporaryFolders } from '../journal/temporary-folder.ts';
import { createTestIo } from './test-io.ts';

const newFolder = temporaryFolders();
const small = 'test/fixtures/plans/small.md';
const local = 'test/fixtures/plans/local.md';

/** gonogo with a home of its own; each call is one command line, with lines on its standard input. */
function newHome() {
  const folder = newFolder();
  const file = join(folder, 'journal.sqlite');
  const env = { HOME: folder, XDG_CONFIG_HOME: folder, GONOGO_JOURNAL: file, GONOGO_AS: 'Thomas' };
  const call = async (args: readonly string[], lines: readonly string[] = []) => {
    const io = createTestIo(lines.map((line) => `${line}\n`).join(''), env);
    const code = await main(args, '1.2.3', io);
    return { code, out: io.written(), err: io.complained() };
  };
  return { file, call };
}

async function rehearsed() {
  const home = newHome();
  const rehearsal = await home.call(['rehearse', small, '--auto', '--plain', '--speed', '3600']);
  expect([rehearsal.code, rehearsal.err], rehearsal.out).toEqual([0, '']);
  return { ...home, rehearsal };
}

test('a rehearsal goes through the window by itself, and can be looked at afterwards', async () => {
  const { call, rehearsal } = await rehearsed();
  expect(rehearsal.out).toMatch(/the run has ended: go/);

  const runs = await call(['runs']);
  expect(runs.out).toMatch(/^[0-9A-Z]{4} {2}rehearsal .* go +Small release\n$/);
  const [listed] = JSON.parse((await call(['runs', '--json'])).out);
  expect(listed).toMatchObject({ mode: 'rehearsal', outcome: 'go', title: 'Small release' });

  const status = await call(['status', 'last']);
  expect([status.code, status.err]).toEqual([0, '']);
  expect(status.out).toMatch(/^Small release \(rehearsal\)\n\nOutcome {2}go, at 2009-08-18/);
  const data = JSON.parse((await call(['status', listed.run.toLowerCase(), '--json'])).out);
  expect(data).toMatchObject({ run: listed.run, mode: 'rehearsal', ended: { outcome: 'go' } });
  expect(data.steps).toHaveLength(12);
  expect(data.steps[3]).toMatchObject({ number: 4, id: 'stop', status: 'done' });

  const join = await call(['join', 'last', '--plain']);
  expect([join.code, join.err]).toEqual([2, expect.stringMatching(/has ended; gonogo replay/)]);
}, 60_000);

test('the log is told by step and host, as text or as data', async () => {
  const { call } = await rehearsed();
  const all = await call(['log', 'last']);
  expect(all.out).toMatch(
    /^\d\d:\d\d:\d\d stop sakaiprod3 \| rehearsal: would run on sakaiprod3: sakai stop$/m,
  );
  const one = await call(['log', 'last', 'stop', '--host', 'sakaiprod3']);
  expect(one.out.split('\n')).toHaveLength(3);
  const byNumber = await call(['log', 'last', '4', '--host', 'sakaiprod3', '--json']);
  const [first] = byNumber.out.split('\n').map((line) => (line === '' ? undefined : JSON.parse(line)));
  expect(first).toMatchObject({ step: 'stop', attempt: 1, target: 'sakaiprod3', stream: 'stdout' });
  expect(await call(['log', 'last', 'stop', '--host', 'elsewhere'])).toMatchObject({
    code: 0,
    err: 'Nothing was written.\n',
  });
  const unknown = await call(['log', 'last', 'stpo']);
  expect([unknown.code, unknown.err]).toEqual([
    2,
    expect.stringMatching(/no step stpo .* did you mean stop\?/),
  ]);
}, 60_000);

test('a run is left, joined and ended; its exit code is that of its state', async () => {
  const { call } = newHome();
  const begun = await call(
    ['run', local, '--plain', '--start', '-10m'],
    ['start write', 'wait write', 'skip slow too slow for this test', 'quit'],
  );
  expect([begun.code, begun.err], begun.out).toEqual([
    8,
    expect.stringMatching(/gonogo join [0-9A-Z]{4}\n$/),
  ]);
  expect(begun.out).toMatch(/local \| written by v2/);
  const status = await call(['status', 'last']);
  expect(status.code).toBe(8);
  expect(status.out).toMatch(
    /^The window closes in .*\nEverything is expected to be done at .*\n(?:.*\n)*\n.+\n\nNow {6}/,
  );

  const moved = await call(['run', local, '--plain', '--start', 'now']);
  expect([moved.code, moved.err]).toEqual([2, expect.stringMatching(/has not ended: leave out --start/)]);

  const joined = await call(['join', 'last', '--plain'], ['start look', 'confirm qc', 'end']);
  expect([joined.code, joined.err], joined.out).toEqual([0, '']);
  expect((await call(['status', 'last'])).code).toBe(0);

  const replay = await call(['replay', 'last', '--plain', '--speed', '600']);
  expect([replay.code, replay.err]).toEqual([0, '']);
  expect(replay.out).toMatch(/local \| written by v2\n(?:.*\n)*.*the run has ended: go/);
}, 60_000);

test.each([
  [['run', local, '--plain'], /window of this plan closed at 2009-08-18 07:00:00 PDT/],
  [['run', local, '--plain', '--start', 'soon'], /--start soon: give now, \+10m/],
  [
    ['run', local, '--plain', '--roles', 'dba', '--start', 'now'],
    /no role dba; its roles are programmer, qc/,
  ],
  [['rehearse', local, '--plain', '--speed', '9999'], /--speed takes a number from 0.1 to 3600/],
  [['replay', 'last', '--speed', '0'], /--speed takes a number from 0.25 to 600/],
  [['status', 'last'], /the journal is empty/],
])('%j is refused before anything begins', async (args, message) => {
  const { code, err } = await newHome().call(args);
  expect([code, err]).toEqual([2, expect.stringMatching(message)]);
});

test('a record that something else changed is neither carried on nor replayed, but can be read', async () => {
  const { call, file } = newHome();
  await call(['run', local, '--plain', '--start', '-10m'], ['note all is well', 'quit']);
  const database = new DatabaseSync(file);
  database.exec('DROP TRIGGER events_stay');
  database.exec(
    "UPDATE events SET event = replace(event, 'all is well', 'nothing is') WHERE type = 'note.added'",
  );
  database.close();
  for (const args of [
    ['join', 'last', '--plain'],
    ['run', local, '--plain'],
    ['replay', 'last', '--plain'],
  ]) {
    const { code, err } = await call(args);
    expect([code, err]).toEqual([
      12,
      expect.stringMatching(/run [0-9A-Z]{4} is not as .*: event 3 was changed/),
    ]);
  }
  const status = await call(['status', 'last']);
  expect([status.code, status.err]).toEqual([8, expect.stringMatching(/event 3 was changed/)]);
  expect(status.out).toMatch(/nothing is/);
});
