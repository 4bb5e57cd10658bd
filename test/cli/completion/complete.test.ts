import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { main } from '../../../source/cli/main.ts';
import { openSqliteJournal } from '../../../source/journal/sqlite-journal.ts';
import { createTestIo } from '../test-io.ts';

const AUGUST = resolve(import.meta.dirname, '../../../plans/2009-08-18-gradebook2.md');
const PLAN = `---
title: Short
window: 2009-08-18 05:00 - 07:00 UTC
roles: { qc: Sandra }
hosts: { app: "web[1-2]" }
vars: { tag: v1 }
---
- (S + 0 QC) Look {#look for=7m}
- (S + 7m QC) Look again {#look-again for=7m}
`;
let folder = '';
let env: NodeJS.ProcessEnv = {};
let ended = '';
let open = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gonogo-complete-'));
  env = { XDG_STATE_HOME: folder, XDG_CONFIG_HOME: folder, GONOGO_JOURNAL: join(folder, 'journal.sqlite') };
  const plan = join(folder, 'plan.md');
  await writeFile(plan, PLAN);
  for (const lines of ['end over\n', '']) {
    await main(['run', plan, '--plain', '--new', '--start', 'now'], '1', createTestIo(lines, env));
  }
  const journal = await openSqliteJournal({ file: env.GONOGO_JOURNAL ?? '' });
  const runs = await journal.runs();
  await journal.close();
  ended = runs.find(({ endedAt }) => endedAt !== undefined)?.run ?? '';
  open = runs.find(({ endedAt }) => endedAt === undefined)?.run ?? '';
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

async function ask(...words: readonly string[]) {
  const io = createTestIo('', env);
  const code = await main(['__complete', '--', ...words], '1', io);
  expect([code, io.complained()]).toEqual([0, '']);
  const [files, ...lines] = io.written().trimEnd().split('\n');
  return { files, values: lines.map((line) => line.split('\t')[0]), lines };
}

test('the commands, with what they do, and not the one that answers here', async () => {
  const { files, values, lines } = await ask('');
  expect(files).toBe('none');
  expect(values).toEqual(expect.arrayContaining(['check', 'run', 'join', 'format', 'completion']));
  expect(values).not.toContain('__complete');
  expect(lines.find((line) => line.startsWith('runs\t'))).toBe(
    'runs\tlist the runs, and go on with the open one',
  );
  expect((await ask('re')).values).toEqual(['rehearse', 'replay', 'report']);
});

test('the options of a command that are not there yet', async () => {
  expect((await ask('check', '--p')).values).toEqual(['--preflight']);
  const { values } = await ask('check', '--json', 'plan.md', '--');
  expect(values).toContain('--preflight');
  expect(values).not.toContain('--json');
});

test.each([
  [
    ['export', 'last', '--format', 'as'],
    ['asciicast', 'asciicast-v3'],
  ],
  [['export', 'last', '--format=js'], ['jsonl']],
  [['export', 'last', '--format', '=', 'js'], ['jsonl']],
  [['config', 'th'], ['theme']],
  [['config', 'theme', 'hi'], ['high-contrast']],
  [['config', 'person', ''], []],
  [['help', 'ex'], ['exit-codes']],
  [
    ['completion', ''],
    ['bash', 'zsh', 'fish'],
  ],
  [
    ['rehearse', AUGUST, '--fail', 'deploy'],
    ['deploy-head', 'deploy-rest'],
  ],
  [['rehearse', AUGUST, '--lose-host', 'sakaiprod1'], ['sakaiprod1']],
  [
    ['new', '--from', AUGUST, '--var', ''],
    ['tag=', 'previous='],
  ],
  [['nonsense', ''], []],
  [['rehearse', 'no-such.md', '--fail', ''], []],
])('%j', async (words, values) => {
  expect((await ask(...words)).values).toEqual(values);
});

test('plans are left to the shell, which knows its files; so is any other file', async () => {
  expect(await ask('check', 'pl')).toEqual({ files: 'plans', values: [], lines: [] });
  expect((await ask('check', 'plan.md', '')).files).toBe('none');
  expect((await ask('runs', '--journal', '')).files).toBe('files');
  expect((await ask('runs', '--as', '')).files).toBe('none');
  expect((await ask('hosts', 'web')).files).toBe('none');
});

test('runs of the journal, newest first; only open ones are joined', async () => {
  expect((await ask('status', '')).values).toEqual(['last', open, ended]);
  expect((await ask('join', '')).values).toEqual(['last', open]);
  expect((await ask('compare', ended, open.slice(0, 3))).values).toEqual([open]);
  expect((await ask('diff', '')).files).toBe('plans');
  expect((await ask('diff', '')).values).toEqual(['last', open, ended]);
  expect((await ask('log', ended, 'look')).values).toEqual(['look', 'look-again']);
});

test('looking for runs makes no journal', async () => {
  const before = await readdir(folder);
  const io = createTestIo('', { ...env, GONOGO_JOURNAL: join(folder, 'none.sqlite') });
  await main(['__complete', '--', 'status', ''], '1', io);
  expect(io.written()).toBe('none\n');
  expect(await readdir(folder)).toEqual(before);
});

test('another shell is no shell that is known', async () => {
  const io = createTestIo('', env);
  expect(await main(['completion', 'bahs'], '1', io)).toBe(2);
  expect(io.complained()).toBe("no completion for 'bahs'; did you mean bash?\n");
});
