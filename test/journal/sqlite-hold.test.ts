import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { openSqliteJournal } from '../../source/journal/sqlite-journal.ts';
import { childProcesses } from './child-process.ts';
import { temporaryFolders } from './temporary-folder.ts';

const newFolder = temporaryFolders();
const start = childProcesses();

test('a run that a living process holds is taken; once that was killed, it is free', async () => {
  const file = join(newFolder(), 'journal.sqlite');
  const child = start('./hold-child.ts', file, '7K2F');
  await child.until((lines) => lines.includes('held'));
  const journal = await openSqliteJournal({ file });
  expect(await journal.hold('7K2F')).toMatchObject({ type: 'taken', pid: child.process.pid });
  child.process.kill('SIGKILL');
  await child.ended;
  expect((await journal.hold('7K2F')).type).toBe('held');
  await journal.close();
});

test('a run that another process let go is free', async () => {
  const file = join(newFolder(), 'journal.sqlite');
  const child = start('./hold-child.ts', file, '7K2F');
  await child.until((lines) => lines.includes('held'));
  const journal = await openSqliteJournal({ file });
  child.process.stdin?.write('go\n');
  await child.until((lines) => lines.includes('released'));
  expect((await journal.hold('7K2F')).type).toBe('held');
  await journal.close();
});

test.each([
  ['a boot before this one', "UPDATE holds SET boot = 'earlier'"],
  ['an earlier process with this pid', "UPDATE holds SET started = '1'"],
])('a hold from %s is taken over', async (_what, sql) => {
  const file = join(newFolder(), 'journal.sqlite');
  const journal = await openSqliteJournal({ file });
  await journal.hold('7K2F');
  expect((await journal.hold('7K2F')).type).toBe('taken');
  const database = new DatabaseSync(file);
  const { started } = database.prepare('SELECT started FROM holds').get() ?? {};
  database.exec(sql);
  database.close();
  // Where the system gives no start times, a pid that is alive is believed.
  expect((await journal.hold('7K2F')).type).toBe(started === null ? 'taken' : 'held');
  await journal.close();
});
