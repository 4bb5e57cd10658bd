import {
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
} from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, expect, test } from 'vitest';
import { openSqliteJournal } from '../../source/journal/sqlite-journal.ts';
import { asOrdinaryUser } from '../helpers/ordinary-user.ts';
import { readOutput } from '../helpers/read-output.ts';
import { mountSmallDisk, type SmallDisk } from '../helpers/small-disk.ts';
import { chunk, note } from './sample-events.ts';
import { temporaryFolders } from './temporary-folder.ts';

const newFolder = temporaryFolders();
let disk: SmallDisk | undefined;
afterEach(() => {
  disk?.remove();
  disk = undefined;
});

const large = (letter: string) => chunk(`${letter.repeat(99)}\n`.repeat(1000));
const textOf = (chunks: readonly { readonly bytes: Uint8Array }[]) =>
  chunks.map(({ bytes }) => `${String.fromCharCode(bytes[0] ?? 0)}${bytes.length}`);

test('large output stands in a file of its writer, for this user only, and small output does not', async () => {
  const parent = newFolder();
  const file = join(parent, 'journal.sqlite');
  const journal = await openSqliteJournal({ file });
  await journal.appendOutput('7K2F', [chunk('small\n')]);
  expect(readdirSync(parent)).not.toContain('journal.sqlite.output');
  await journal.appendOutput('7K2F', [large('a'), large('b')]);
  const other = await openSqliteJournal({ file });
  await other.appendOutput('7K2F', [large('c')]);
  await journal.appendOutput('7K2F', [large('d')]);
  await other.close();
  await journal.close();

  const folder = `${file}.output`;
  expect(statSync(folder).mode & 0o777).toBe(0o700);
  expect(readdirSync(folder).sort()).toEqual(['7K2F-1', '7K2F-2']);
  expect(statSync(join(folder, '7K2F-1')).mode & 0o777).toBe(0o600);
  expect(readFileSync(join(folder, '7K2F-1'), 'latin1').replace(/(.)\1*\n/g, '$1')).toMatch(/^a{1000}b+d+$/);
  const again = await openSqliteJournal({ file });
  expect(textOf(await readOutput(again, '7K2F'))).toEqual(['s6', 'a100000', 'b100000', 'c100000', 'd100000']);
  await again.close();
});

test('what was cut off, or removed, is said to be gone; what is left can still be read', async () => {
  const file = join(newFolder(), 'journal.sqlite');
  const journal = await openSqliteJournal({ file });
  await journal.appendOutput('7K2F', [large('a'), large('b')]);
  await journal.close();
  const output = join(`${file}.output`, '7K2F-1');
  truncateSync(output, 150_000);
  const cut = await openSqliteJournal({ file });
  await expect(readOutput(cut, '7K2F')).rejects.toMatchObject({
    code: 'corrupt',
    message: expect.stringMatching(/output of run 7K2F is gone .*gonogo verify 7K2F/),
  });
  const left = await readOutput(cut, '7K2F', { evenDamaged: true });
  expect(left.map(({ bytes, length }) => [bytes.length, length])).toEqual([
    [100_000, 100_000],
    [50_000, 100_000],
  ]);
  await cut.close();
  rmSync(output);
  const gone = await openSqliteJournal({ file });
  expect((await readOutput(gone, '7K2F', { evenDamaged: true })).map(({ bytes }) => bytes.length)).toEqual([
    0, 0,
  ]);
  await gone.close();
});

test('a file that was removed, or whose folder was put elsewhere, takes nothing more', async () => {
  for (const away of [
    (folder: string) => rmSync(folder, { recursive: true }),
    (folder: string) => renameSync(folder, `${folder}.old`),
  ]) {
    const file = join(newFolder(), 'journal.sqlite');
    const journal = await openSqliteJournal({ file });
    await journal.appendOutput('7K2F', [large('a')]);
    away(`${file}.output`);
    await expect(journal.appendOutput('7K2F', [large('b')])).rejects.toMatchObject({
      code: 'io',
      message: expect.stringContaining('removed or replaced while it was open'),
    });
    await journal.close();
  }
});

test('a folder that can not be made durable is left as it was, however often that is tried', async () => {
  const parent = newFolder();
  await asOrdinaryUser(parent, async () => {
    const file = join(parent, 'journal.sqlite');
    const folder = `${file}.output`;
    const journal = await openSqliteJournal({ file });
    mkdirSync(folder, { mode: 0o300 });
    for (let tries = 0; tries < 3; tries += 1) {
      await expect(journal.appendOutput('7K2F', [large('a')])).rejects.toMatchObject({ code: 'read-only' });
    }
    chmodSync(folder, 0o700);
    expect(readdirSync(folder)).toEqual([]);
    await journal.appendOutput('7K2F', [large('a')]);
    expect(textOf(await readOutput(journal, '7K2F'))).toEqual(['a100000']);
    await journal.close();
  });
});

test('who writes after somebody else has written goes on after that', async () => {
  const file = join(newFolder(), 'journal.sqlite');
  const one = await openSqliteJournal({ file });
  const other = await openSqliteJournal({ file });
  await one.appendOutput('7K2F', [chunk('one\ntw')]);
  await other.appendOutput('7K2F', [chunk('o\nthree\n')]);
  await one.appendOutput('7K2F', [chunk('four\n')]);
  const pieces = await readOutput(one, '7K2F');
  expect(pieces.map(({ offset }) => offset)).toEqual([0, 6, 14]);
  expect(one.readOutput('7K2F').atOrBefore({})).toMatchObject({ line: 3, targetLine: 3, lines: 1 });
  await one.close();
  await other.close();
});

test('a full disk: nothing of the refused write counts, and what comes later overwrites it', async () => {
  disk = mountSmallDisk(4);
  if (disk === undefined) return expect(process.getuid?.()).not.toBe(0);
  const file = join(disk.folder, 'journal.sqlite');
  const journal = await openSqliteJournal({ file });
  await journal.append('7K2F', 0, [note('a')]);
  await journal.appendOutput('7K2F', [large('a')]);
  disk.fill();
  await expect(journal.appendOutput('7K2F', [large('b'), large('c')])).rejects.toMatchObject({
    code: 'full',
  });
  disk.makeRoom();
  await journal.appendOutput('7K2F', [large('b'), large('c')]);
  expect(textOf(await readOutput(journal, '7K2F'))).toEqual(['a100000', 'b100000', 'c100000']);
  expect(statSync(join(`${file}.output`, '7K2F-1')).size).toBe(300_000);
  await journal.close();
});

test('a journal from before lines were numbered is brought up to date, with all its output', async () => {
  const file = join(newFolder(), 'journal.sqlite');
  const journal = await openSqliteJournal({ file });
  await journal.appendOutput('7K2F', [chunk('one\ntw'), chunk('o\nopen'), chunk('next\n', { action: 1 })]);
  await journal.close();
  const database = new DatabaseSync(file);
  const before = database
    .prepare('SELECT id, length, lines, closes, line, target_line, open FROM output')
    .all();
  database.exec(`
    DROP TRIGGER output_stays; DROP INDEX output_of_run; DROP INDEX output_of_step; DROP INDEX output_of_target;
    DROP INDEX output_of_stream;
    ${['segment', 'position', 'length', 'lines', 'closes', 'line', 'target_line', 'open']
      .map((name) => `ALTER TABLE output DROP COLUMN ${name};`)
      .join('')}
    CREATE INDEX output_by_place ON output (run, step, target, at);
    DROP INDEX events_that_begin; DROP INDEX events_that_end;
    CREATE INDEX events_by_type ON events (type, run);
    CREATE TRIGGER output_stays BEFORE UPDATE ON output BEGIN SELECT RAISE(ABORT, 'output is never changed'); END;
    PRAGMA user_version = 1;
  `);
  database.close();
  const again = await openSqliteJournal({ file });
  expect((await readOutput(again, '7K2F')).map(({ bytes }) => Buffer.from(bytes).toString())).toEqual([
    'one\ntw',
    'o\nopen',
    'next\n',
  ]);
  await again.close();
  const after = new DatabaseSync(file);
  expect(
    after.prepare('SELECT id, length, lines, closes, line, target_line, open FROM output').all(),
  ).toEqual(before);
  expect(() => after.exec('UPDATE output SET length = 1')).toThrow(/never changed/);
  after.close();
});

test('output in files is read where nothing can be written, and refused after close', async () => {
  const folder = newFolder();
  const file = join(folder, 'journal.sqlite');
  await asOrdinaryUser(folder, async () => {
    const journal = await openSqliteJournal({ file });
    await journal.appendOutput('7K2F', [large('a')]);
    await journal.close();
    chmodSync(folder, 0o500);
    const reading = await openSqliteJournal({ file });
    const reader = reading.readOutput('7K2F');
    const piece = reader.atOrBefore({ step: 'deploy', target: 'app1' });
    expect(piece).toMatchObject({ lines: 1000, line: 0, targetLine: 0, offset: 0, length: 100_000 });
    expect(textOf(await readOutput(reading, '7K2F'))).toEqual(['a100000']);
    expect(reader.steps()).toEqual([{ name: 'deploy', id: piece?.id }]);
    await expect(reading.appendOutput('7K2F', [large('b')])).rejects.toMatchObject({ code: 'read-only' });
    await reading.close();
    expect(() => reader.atOrBefore({})).toThrow(expect.objectContaining({ name: 'JournalError' }));
  });
  chmodSync(folder, 0o700);
});
