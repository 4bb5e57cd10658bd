import { closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { asJournalError } from './sqlite-errors.ts';
import { migrate, schemaVersion } from './sqlite-schema.ts';

/** Opens the journal's database, creating folder and file for this user only. Throws a JournalError. */
export function openDatabase(file: string): DatabaseSync {
  return asJournalError(file, () => {
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

// Output comes in large pieces: with pages of 4 KB it takes twice as long. Only a new file takes their size.
// Without recursive triggers INSERT OR REPLACE would delete rows behind the triggers' back.
const settings = `
  PRAGMA page_size = 16384;
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
