import { join } from 'node:path';
import { expect, test } from 'vitest';
import { main } from '../../source/cli/main.ts';
import { temporaryFolders } from '../journal/temporary-folder.ts';
import { createTestIo } from './test-io.ts';

const newFolder = temporaryFolders();
const small = 'test/fixtures/plans/small.md';

function newHome() {
  const folder = newFolder();
  const env = {
    HOME: folder,
    XDG_CONFIG_HOME: folder,
    GONOGO_JOURNAL: join(folder, 'journal.sqlite'),
    GONOGO_AS: 'Thomas',
  };
  const call = async (args: readonly string[], lines: readonly string[] = []) => {
    const io = createTestIo(lines.map((line) => `${line}\n`).join(''), env);
    const code = await main(args, '1.2.3', io);
    return { code, out: io.written(), err: io.complained() };
  };
  return { call };
}

const auto = ['--auto', '--speed', '3600'];

test('a speed that is none makes no run', async () => {
  const { call } = newHome();
  const { code, err } = await call(['rehearse', small, '--auto', '--speed', '0']);
  expect({ code, err }).toEqual({ code: 2, err: '--speed takes a number from 0.1 to 3600\n' });
  expect((await call(['runs', '--json'])).out).toBe('[]\n');
});

test('the report as data: nothing else on standard output, and the exit code of a run', async () => {
  const { call } = newHome();
  const args = ['--json', '--late', 'backup=+10m', '--fail', '4', '--lose-host', 'sakaiprod3'];
  const { code, out, err } = await call(['rehearse', small, ...auto, ...args]);
  expect(code, err).toBe(0);
  const report = JSON.parse(out);
  expect(report).toMatchObject({
    title: 'Small release',
    outcome: 'go',
    reason: null,
    seed: 1,
    faults: [
      { type: 'late', step: 'backup', bySeconds: 600 },
      { type: 'fail', step: 'stop', always: false },
      { type: 'lose-host', host: 'sakaiprod3' },
    ],
    windowCloses: { offsetSeconds: 7200, at: '2009-08-18T07:00:00-07:00' },
    decisions: [{ step: 'verify', verdict: 'go' }],
  });
  const backup = report.steps.find(({ id }: { id: string }) => id === 'backup');
  expect(backup).toMatchObject({ number: 5, status: 'done', attempts: 1, plannedSeconds: 2580 });
  expect(backup.tookSeconds).toBeGreaterThan(2580 * 0.9 + 599);
  const unusual = report.questions.filter((question: { unusual: boolean }) => question.unusual);
  expect(
    unusual.map(({ step, answer }: { step: string; answer: string }) => [step, answer.split(':')[0]]),
  ).toEqual([
    ['stop', 'failed'],
    [null, 'left out'],
    ['stop', 'what was open tried again'],
  ]);
  expect(err).toMatch(/the run has ended: go$/m);
}, 60_000);

test('lines: the report comes last; exit codes tell how it ended', async () => {
  const { call } = newHome();
  const plain = ['rehearse', small, ...auto, '--plain'];
  const back = await call([...plain, '--fail', 'backup=always']);
  expect([back.code, back.err]).toEqual([6, '']);
  expect(back.out).toMatch(/\n\nRehearsal of Small release: FELL BACK\nSeed 1; backup fails always\n/);
  const off = await call([...plain, '--fail', 'marker=always', '--fail', 'properties=always']);
  expect(off.code).toBe(2);
  const failures = await call([...plain, '--fail', 'step-12=always', '--seed', '3']);
  expect(failures.code).toBe(2);
}, 60_000);

test('a rehearsal that is joined again goes on with the same faults', async () => {
  const { call } = newHome();
  const faults = ['--fail', 'backup=always', '--lose-host', 'sakaiprod3'];
  const left = await call(
    ['rehearse', small, '--plain', '--speed', '3600', ...faults],
    ['start 1', 'quit now'],
  );
  expect(left.code).toBe(8);
  const joined = await call(['join', 'last', ...auto, '--plain']);
  expect(joined.code, joined.out).toBe(6);
  expect(joined.out).toMatch(/^Seed 1; backup fails always, sakaiprod3 is lost$/m);
  expect(joined.out).toMatch(/^.*sakaiprod3 -> left out: it can no longer be reached$/m);
}, 60_000);

test('the same seed gives the same night, whatever the speed', async () => {
  const { call } = newHome();
  const night = async (seed: string, speed: string) => {
    const { out } = await call(['rehearse', small, '--auto', '--json', '--seed', seed, '--speed', speed]);
    const { run: _, ...report } = JSON.parse(out);
    return report;
  };
  const first = await night('7', '3600');
  expect(await night('7', '2400')).toEqual(first);
  expect(await night('8', '3600')).not.toEqual(first);
}, 60_000);

test.for<[readonly string[], RegExp]>([
  [['--json'], /^--json is for rehearsals that need no person: give --auto, too\n$/],
  [['--auto', '--fail', 'bakup'], /^--fail bakup: no step bakup in this plan; did you mean `backup`\?\n$/],
  [
    ['--auto', '--lose-host', 'sakaiprod'],
    /^--lose-host sakaiprod: no host sakaiprod in this plan; did you mean/,
  ],
])('%j is refused before anything is recorded', async ([args, message]) => {
  const { call } = newHome();
  const { code, err } = await call(['rehearse', small, ...args]);
  expect([code, err]).toEqual([2, expect.stringMatching(message)]);
  expect((await call(['runs'])).out).toBe('');
});
