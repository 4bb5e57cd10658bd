import { chmodSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, expect, test } from 'vitest';
import { main } from '../../source/cli/main.ts';
import { asOrdinaryUser } from '../helpers/ordinary-user.ts';
import { mountSmallDisk, type SmallDisk } from '../helpers/small-disk.ts';
import { temporaryFolders } from '../journal/temporary-folder.ts';
import { createTestIo } from './test-io.ts';

const newFolder = temporaryFolders();
const local = 'test/fixtures/plans/local.md';
let disk: SmallDisk | undefined;
afterEach(() => {
  disk?.remove();
  disk = undefined;
});

const writing = [
  ['run', local, '--plain'],
  ['run', local, '--plain', '--new', '--start', 'now'],
  ['rehearse', local, '--plain', '--auto', '--speed', '3600'],
  ['join', 'last', '--plain'],
] as const;
const reading = [
  ['status', 'last'],
  ['log', 'last'],
  ['verify', 'last'],
  ['report', 'last', '-o', '-', '--format', 'md'],
  ['runs'],
] as const;

type Answer = { readonly code: number; readonly out: string; readonly err: string };

/** A run that is open and has done one step, and gonogo to look at it. */
async function openRun(folder: string) {
  const file = join(folder, 'journal.sqlite');
  const call = async (args: readonly string[], lines = ''): Promise<Answer> => {
    const env = { HOME: folder, XDG_CONFIG_HOME: folder, GONOGO_JOURNAL: file, GONOGO_AS: 'Thomas' };
    const io = createTestIo(lines, env);
    return { code: await main(args, '1.2.3', io), out: io.written(), err: io.complained() };
  };
  const begun = await call(
    ['run', local, '--plain', '--start', '-10m'],
    'start write\nwait write\nnote all is well\nquit\n',
  );
  expect([begun.code, begun.out]).toEqual([8, expect.stringMatching(/written by v2/)]);
  return { file, call };
}

type Call = Awaited<ReturnType<typeof openRun>>['call'];

async function expectAll(call: Call, commands: readonly (readonly string[])[], code: number, err: RegExp) {
  for (const args of commands) {
    const answer = await call(args);
    expect([args[0], answer.code, answer.err]).toEqual([args[0], code, expect.stringMatching(err)]);
    expect(answer.err, 'one line for a person').not.toMatch(/\n./);
  }
}

async function expectShown(call: Call) {
  const codes: number[] = [];
  for (const args of reading) {
    const { code, out, err } = await call(args);
    expect([out, err], args[0]).toEqual([expect.stringMatching(/./), '']);
    codes.push(code);
  }
  // The run is open.
  expect(codes).toEqual([8, 0, 0, 0, 0]);
}

test('a full disk: what is recorded can be looked at, nothing begins, and it goes on when there is room', async (context) => {
  disk = mountSmallDisk(4);
  if (disk === undefined) return context.skip('only root mounts a disk');
  const { file, call } = await openRun(disk.folder);
  disk.fill();
  await expectAll(call, writing, 12, /^no room left for the journal: make room, then go on \(\/.*\)\n$/);
  await expectShown(call);
  disk.makeRoom();
  const joined = await call(['join', 'last', '--plain'], 'quit\n');
  expect([joined.code, joined.err]).toEqual([8, expect.stringMatching(/still open/)]);
  expect(readFileSync(file).length).toBeGreaterThan(0);
}, 60_000);

test('a folder that is read-only: what is recorded can be looked at, nothing begins', async () => {
  const folder = newFolder();
  await asOrdinaryUser(folder, async () => {
    const { call } = await openRun(folder);
    chmodSync(folder, 0o500);
    await expectAll(
      call,
      writing,
      12,
      /^the journal \/.* can't be written: check who owns it .* or name another with --journal\n$/,
    );
    await expectShown(call);
    chmodSync(folder, 0o700);
  });
}, 60_000);

test('a file that is damaged as a whole: everything says so', async () => {
  const damages = [
    (file: string) => writeFileSync(file, Buffer.alloc(8, 'X'), { flag: 'r+' }),
    (file: string) => truncateSync(file, readFileSync(file).length / 2),
  ];
  for (const damage of damages) {
    const { file, call } = await openRun(newFolder());
    damage(file);
    const message = /^\/.* is damaged or no journal .*: keep a copy of it, .* name another with --journal\n$/;
    await expectAll(call, [...writing, ...reading], 12, message);
  }
}, 60_000);

test('a page in the middle that is damaged: what needs it says so, and verify finds it', async () => {
  const { file, call } = await openRun(newFolder());
  const bytes = readFileSync(file);
  const at = bytes.indexOf('all is well');
  const page = Math.floor(at / 4096) * 4096;
  writeFileSync(file, bytes.fill(0, page, page + 4096));
  const message = /^\/.* is damaged or no journal .*: keep a copy of it/;
  await expectAll(
    call,
    [...writing, ...reading].filter(([command]) => command !== 'verify'),
    12,
    message,
  );
  await expectAll(call, [['verify', 'last']], 10, message);
}, 60_000);

test('a journal of a newer version: everything says which one is needed', async () => {
  const { file, call } = await openRun(newFolder());
  const database = new DatabaseSync(file);
  database.exec('PRAGMA user_version = 99');
  database.close();
  await expectAll(
    call,
    [...writing, ...reading],
    12,
    /^the journal \/.* was written by a later gonogo \(schema 99, .*: install that one, or name another/,
  );
}, 60_000);

test('an event of a later gonogo in a journal of this one: its run is refused, the others are not', async () => {
  const { file, call } = await openRun(newFolder());
  expect((await call(['rehearse', local, '--plain', '--auto', '--speed', '3600'])).code).toBe(0);
  const { run } = JSON.parse((await call(['runs', '--json'])).out)[1];
  const database = new DatabaseSync(file);
  const later = `replace(event, '"note.added"', '"note.sung"')`;
  database.exec(`DROP TRIGGER events_stay; UPDATE events SET event = ${later} WHERE run = '${run}'`);
  database.close();
  const message = /^event \d+ of run [0-9A-Z]{4} in \/.* can't be understood: keep a copy of the file/;
  await expectAll(
    call,
    [
      ['join', run, '--plain'],
      ['run', local, '--plain'],
      ['status', run],
    ],
    12,
    message,
  );
  await expectAll(call, [['verify', run]], 10, message);
  expect((await call(['status', 'last'])).code).toBe(0);
  expect((await call(['verify', 'last'])).code).toBe(0);
  expect((await call(['runs'])).out.trim().split('\n')).toHaveLength(2);
}, 60_000);
