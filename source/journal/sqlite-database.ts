import { closeSync, mkdirSync, openSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import { JournalError } from './journal-error.ts';
import { asJournalError } from './sqlite-errors.ts';
import { isUpToDate, migrate, schemaVersion } from './sqlite-schema.ts';

/** Opens the journal's database, creating folder and file for this user only. Throws a JournalError. */
export function openDatabase(file: string): DatabaseSync {
  return asJournalError(file, () => {
    checkWhole(file);
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    // SQLite would create it readable by everybody; its side files take over this mode.
    closeSync(openSync(file, 'a', 0o600));
    const { DatabaseSync } = loadSqlite();
    const database = new DatabaseSync(file, { defensive: true });
    try {
      database.exec('PRAGMA busy_timeout = 100');
      patiently(() => {
        // Before anything is changed: the file may belong to somebody else.
        schemaVersion(database, file);
        database.exec(settings);
        migrate(database, file);
      });
      database.exec('PRAGMA busy_timeout = 5000');
      return database;
    } catch (error) {
      database.close();
      throw error;
    }
  });
}

/** Opens a journal that can't be written; undefined where it can't be read either. Nothing is created. */
export function openToRead(file: string): DatabaseSync | undefined {
  if (sizeOf(`${file}-wal`) > 0) return readable(file, file);
  // Where no side files can be created SQLite has to be told that nobody writes.
  const immutable = pathToFileURL(file);
  immutable.searchParams.set('immutable', '1');
  return readable(file, file) ?? readable(immutable, file);
}

function readable(path: string | URL, file: string): DatabaseSync | undefined {
  const { DatabaseSync } = loadSqlite();
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(path, { readOnly: true, timeout: 5000 });
    if (isUpToDate(database, file)) return database;
  } catch {
    // Told is why it can't be written.
  }
  database?.close();
  return undefined;
}

/** SQLite takes an empty file for a new one, and deletes what was written but not yet moved into it. */
function checkWhole(file: string): void {
  const newest = `${file}-wal`;
  if (sizeOf(file) !== 0 || sizeOf(newest) <= 0) return;
  throw new JournalError({
    code: 'corrupt',
    file,
    message: `the journal ${file} is empty, and was not: keep a copy of it and of ${newest}, which has what came last, and name another with --journal`,
  });
}

/** -1: there is none. */
function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? -1;
}

/** SQLite doesn't wait for its busy timeout where another process turns a new file to WAL at the same moment. */
function patiently(work: () => void): void {
  for (let tries = 1; ; tries += 1) {
    try {
      work();
      return;
    } catch (error) {
      if (tries === maxTries || !isBusy(error)) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, pauseMs);
    }
  }
}

const maxTries = 50;
const pauseMs = 20;

function isBusy(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && error.errcode === 5;
}

// Every event writes whole pages: small ones take less. Large output stands elsewhere. Only a new file takes their size.
// Without recursive triggers INSERT OR REPLACE would delete rows behind the triggers' back.
const settings = `
  PRAGMA page_size = 4096;
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = FULL;
  PRAGMA foreign_keys = ON;
  PRAGMA trusted_schema = OFF;
  PRAGMA recursive_triggers = ON;
`;

// Older versions of Node call their SQLite experimental on stderr, in the middle of the screen.
function loadSqlite(): typeof import('node:sqlite') {
  const { emitWarning } = process;
  process.emitWarning = () => undefined;
  try {
    return process.getBuiltinModule('node:sqlite');
  } finally {
    process.emitWarning = emitWarning;
  }
}
