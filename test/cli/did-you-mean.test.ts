import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { main } from '../../source/cli/main.ts';
import { openSqliteJournal } from '../../source/journal/sqlite-journal.ts';
import { createTestIo } from './test-io.ts';

const PLAN = `---
title: Short
window: 2009-08-18 05:00 - 07:00 UTC
roles: { qc: Sandra }
---
- (S + 0 QC) Look {#look for=7m}
`;
let folder = '';
let env: NodeJS.ProcessEnv = {};
let run = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gonogo-mean-'));
  env = { XDG_STATE_HOME: folder, XDG_CONFIG_HOME: folder, GONOGO_JOURNAL: join(folder, 'journal.sqlite') };
  await writeFile(join(folder, 'release.md'), PLAN);
  await writeFile(join(folder, 'short.doc'), 'x');
  await writeFile(join(folder, 'short.md'), PLAN);
  await main(
    ['rehearse', join(folder, 'release.md'), '--auto', '--plain', '--speed', '3600'],
    '1',
    createTestIo('', env),
  );
  const journal = await openSqliteJournal({ file: env.GONOGO_JOURNAL ?? '' });
  run = (await journal.runs())[0]?.run ?? '';
  await journal.close();
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

/** Two neighbours swapped, or one more letter where both are the same. */
function mistyped(id: string): string {
  const [a = '', b = ''] = id;
  return a === b ? `${id}X` : b + a + id.slice(2);
}

test.each([
  ['a command', () => ['stauts', 'last'], () => 'Did you mean status?'],
  ['an option', () => ['runs', '--jsno'], () => 'Did you mean --json?'],
  ['a run', () => ['status', mistyped(run)], () => `did you mean ${run}?`],
  ['a step', () => ['log', run, 'loko'], () => 'no step loko in this plan; did you mean look?'],
  [
    'a file',
    () => ['check', join(folder, 'relaese.md')],
    () => `there is no such file; did you mean ${join(folder, 'release.md')}?`,
  ],
  [
    'a file without its ending, beside the document it came from',
    () => ['check', join(folder, 'short')],
    () => `did you mean ${join(folder, 'short.md')}?`,
  ],
  ['a preference', () => ['config', 'tehme'], () => "there is no preference 'tehme'; did you mean theme?"],
  ['a topic', () => ['help', 'exit-code'], () => 'did you mean exit-codes?'],
])('%s that is nearly right is guessed', async (_, args, hint) => {
  const io = createTestIo('', env);
  expect(await main(args(), '1', io)).toBe(2);
  expect(io.complained()).toContain(hint());
});
