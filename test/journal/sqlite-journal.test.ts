import { chmodSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, test } from 'vitest';
import { verifyChain } from '../../source/journal/hash-chain.ts';
import { JournalError } from '../../source/journal/journal-error.ts';
import { openDatabase } from '../../source/journal/sqlite-database.ts';
import { journalIn, openSqliteJournal } from '../../source/journal/sqlite-journal.ts';
import { asOrdinaryUser } from '../helpers/ordinary-user.ts';
import { readOutput } from '../helpers/read-output.ts';
import { chunk, created, note } from './sample-events.ts';
import { temporaryFolders } from './temporary-folder.ts';

const newFolder = temporaryFolders();
const newFile = () => join(newFolder(), 'journal.sqlite');

/** A journal with one run of three events and some output, closed. */
async function filledFile(): Promise<string> {
  const file = newFile();
  const journal = await openSqliteJournal({ file });
  await journal.append('7K2F', 0, [{ at: 1, event: created }, note('a'), note('b')]);
  await journal.appendOutput('7K2F', [chunk('first '), chunk('second')]);
  await journal.close();
  return file;
}

/** Edits the file as somebody with the sqlite3 program could. */
function edit(file: string, sql: string): void {
  const database = new DatabaseSync(file);
  database.exec(sql);
  database.close();
}

describe('the file', () => {
  test('and its folders are for this user only', async () => {
    const folder = join(newFolder(), 'state', 'gonogo');
    const journal = await openSqliteJournal({ file: join(folder, 'journal.sqlite') });
    await journal.append('7K2F', 0, [note('secret')]);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    for (const name of ['journal.sqlite', 'journal.sqlite-wal', 'journal.sqlite-shm']) {
      expect(statSync(join(folder, name)).mode & 0o777, name).toBe(0o600);
    }
    await journal.close();
  });

  test('is found again, with all that was written', async () => {
    const file = await filledFile();
    const journal = await openSqliteJournal({ file });
    expect((await journal.append('7K2F', 3, [note('c')])).type).toBe('appended');
    await journal.appendOutput('7K2F', [chunk('third')]);
    expect(verifyChain(await journal.read('7K2F')).type).toBe('intact');
    expect(await readOutput(journal, '7K2F')).toHaveLength(3);
    await journal.close();
    const database = new DatabaseSync(file);
    const offsets = database.prepare('SELECT offset FROM output ORDER BY id').all();
    expect(offsets.map(({ offset }) => offset)).toEqual([0, 6, 12]);
    database.close();
  });

  test('waits for the disk at every commit', () => {
    const database = openDatabase(newFile());
    expect(database.prepare('PRAGMA journal_mode').get()?.journal_mode).toBe('wal');
    expect(database.prepare('PRAGMA synchronous').get()?.synchronous).toBe(2);
    database.close();
  });
});

describe('what is written', () => {
  test.each([
    "UPDATE events SET event = '{}'",
    'DELETE FROM events',
    "UPDATE output SET bytes = x'00'",
    'DELETE FROM output',
    'INSERT OR REPLACE INTO events (run, seq, at, wall, mono, boot, prev, hash, event) ' +
      'SELECT run, seq, 0, wall, mono, boot, prev, hash, event FROM events',
  ])('refuses %s', async (sql) => {
    const database = openDatabase(await filledFile());
    expect(() => database.exec(sql)).toThrow(/never/);
    database.close();
  });

  test('shows an edit made behind its back', async () => {
    const file = await filledFile();
    edit(file, 'DROP TRIGGER events_stay; UPDATE events SET event = replace(event, \'"a"\', \'"z"\')');
    const journal = await openSqliteJournal({ file });
    expect(verifyChain(await journal.read('7K2F'))).toMatchObject({ type: 'broken', seq: 2 });
    await journal.close();
  });

  test.each([
    ['no JSON', '{"by":"Sandra","text":"a","type":"note.added",'],
    ['of an unknown type', '{"by":"Sandra","text":"a","type":"note.adder"}'],
    ['of a wrong shape', '{"by":"Sandra","text":123,"type":"note.added"}'],
    ['no object', '["by","Sandra","text","a","type","note.added"]'],
  ])('is named when it is %s', async (_what, event) => {
    const file = await filledFile();
    // In the bytes of the file, since its constraints refuse some of these.
    const bytes = readFileSync(file);
    bytes.write(event, bytes.indexOf('{"by":"Sandra","text":"a","type":"note.added"}'));
    writeFileSync(file, bytes);
    const journal = await openSqliteJournal({ file });
    const error = await journal.read('7K2F').catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(JournalError);
    expect(error).toMatchObject({ code: 'corrupt', message: expect.stringContaining('event 2 of run 7K2F') });
    expect(await journal.read('7K2F', 2)).toHaveLength(1);
    await journal.close();
  });
});

describe('refuses to open', () => {
  const opening = async (file: string) => {
    const error = await openSqliteJournal({ file }).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(JournalError);
    expect(error).toMatchObject({ message: expect.stringContaining(file) });
    return error;
  };

  test('what is no database, and leaves it alone', async () => {
    const file = newFile();
    const text = 'Not a database, but somebody’s notes.\n'.repeat(100);
    writeFileSync(file, text);
    expect(await opening(file)).toMatchObject({ code: 'corrupt' });
    expect(readFileSync(file, 'utf8')).toBe(text);
  });

  test('a database of another program, and leaves it alone', async () => {
    const file = newFile();
    edit(file, 'CREATE TABLE theirs (a); PRAGMA user_version = 1');
    const before = readFileSync(file);
    expect(await opening(file)).toMatchObject({ code: 'corrupt' });
    expect(readFileSync(file).equals(before)).toBe(true);
  });

  test('a database of another program that numbers no schema', async () => {
    const file = newFile();
    edit(file, 'CREATE TABLE theirs (a)');
    expect(await opening(file)).toMatchObject({ code: 'corrupt' });
  });

  test('a journal of a later version', async () => {
    const file = await filledFile();
    edit(file, 'PRAGMA user_version = 999');
    expect(await opening(file)).toMatchObject({ code: 'newer' });
  });

  test('a folder, and a path below a file', async () => {
    const folder = newFolder();
    mkdirSync(join(folder, 'journal.sqlite'));
    expect(await opening(join(folder, 'journal.sqlite'))).toMatchObject({ code: 'io' });
    writeFileSync(join(folder, 'file'), '');
    expect(await opening(join(folder, 'file', 'journal.sqlite'))).toMatchObject({ code: 'io' });
  });

  test('a folder that may not be written', async () => {
    const folder = newFolder();
    chmodSync(folder, 0o500);
    const error = await asOrdinaryUser(folder, () => opening(join(folder, 'journal.sqlite')));
    expect(error).toMatchObject({ code: 'read-only' });
    chmodSync(folder, 0o700);
  });
});

describe('when it cannot write', () => {
  test('a read-only database says so, and still reads', async () => {
    const file = await filledFile();
    const journal = journalIn(new DatabaseSync(file, { readOnly: true }), { file });
    await expect(journal.append('7K2F', 3, [note('c')])).rejects.toMatchObject({ code: 'read-only' });
    await expect(journal.appendOutput('7K2F', [chunk('x')])).rejects.toMatchObject({ code: 'read-only' });
    expect(await journal.read('7K2F')).toHaveLength(3);
    await journal.close();
  });

  test('a file that was removed while it was open takes nothing more', async () => {
    const file = await filledFile();
    const journal = await openSqliteJournal({ file });
    rmSync(file);
    await expect(journal.append('7K2F', 3, [note('c')])).rejects.toMatchObject({ code: 'io' });
    await expect(journal.appendOutput('7K2F', [chunk('x')])).rejects.toMatchObject({ code: 'io' });
    await journal.close();
  });

  test('a lock that another keeps is named', async () => {
    const file = await filledFile();
    const other = new DatabaseSync(file);
    const database = openDatabase(file);
    database.exec('PRAGMA busy_timeout = 0');
    const journal = journalIn(database, { file });
    other.exec('BEGIN IMMEDIATE');
    await expect(journal.append('7K2F', 3, [note('c')])).rejects.toMatchObject({ code: 'busy' });
    other.exec('ROLLBACK');
    expect((await journal.append('7K2F', 3, [note('c')])).type).toBe('appended');
    other.close();
    await journal.close();
  });

  test('a full disk costs nothing that was acknowledged, and it goes on when there is room', async () => {
    const file = newFile();
    const database = openDatabase(file);
    const pages = Number(database.prepare('PRAGMA page_count').get()?.page_count);
    database.exec(`PRAGMA max_page_count = ${pages + 8}`);
    const journal = journalIn(database, { file });
    let version = 0;
    const fill = async () => {
      for (;;) {
        await journal.append('7K2F', version, [note('x'.repeat(500)), note('y'.repeat(500))]);
        version += 2;
      }
    };
    await expect(fill()).rejects.toMatchObject({ code: 'full', message: expect.stringContaining(file) });
    expect(version).toBeGreaterThan(0);
    await expect(journal.appendOutput('7K2F', [chunk('x'), chunk('y'.repeat(50_000))])).rejects.toMatchObject(
      { code: 'full' },
    );

    const stored = await journal.read('7K2F');
    expect(stored).toHaveLength(version);
    expect(verifyChain(stored).type).toBe('intact');
    expect(await readOutput(journal, '7K2F')).toEqual([]);
    expect(database.prepare('PRAGMA integrity_check').get()).toEqual({ integrity_check: 'ok' });

    database.exec('PRAGMA max_page_count = 1000000');
    expect((await journal.append('7K2F', version, [note('room again')])).type).toBe('appended');
    await journal.appendOutput('7K2F', [chunk('z')]);
    expect(database.prepare('SELECT offset FROM output').all()).toEqual([{ offset: 0 }]);
    await journal.close();
  });
});

test('two journals on one file: one is first, the other is told', async () => {
  const file = newFile();
  const [one, two] = [await openSqliteJournal({ file }), await openSqliteJournal({ file })];
  expect((await one.append('7K2F', 0, [note('a')])).type).toBe('appended');
  expect(await two.append('7K2F', 0, [note('b')])).toEqual({ type: 'conflict', version: 1 });
  expect(await two.read('7K2F')).toEqual(await one.read('7K2F'));
  expect((await two.append('7K2F', 1, [note('b')])).type).toBe('appended');
  await one.close();
  await two.close();
});

test('the times are those of the clock that was given', async () => {
  const time = { wall: 1_250_600_400_000, mono: 42.125, boot: 'boot-1' };
  const journal = await openSqliteJournal({ file: newFile(), clock: () => time });
  await journal.append('7K2F', 0, [note('a')]);
  expect((await journal.read('7K2F'))[0]).toMatchObject(time);
  await journal.close();
});

test('5,000 events are read in well under a second', async () => {
  const journal = await openSqliteJournal({ file: newFile() });
  await journal.append(
    '7K2F',
    0,
    Array.from({ length: 5000 }, (_, index) => note(`note ${index}`)),
  );
  const before = performance.now();
  const events = await journal.read('7K2F');
  expect(events).toHaveLength(5000);
  expect(performance.now() - before).toBeLessThan(1000);
  await journal.close();
});
