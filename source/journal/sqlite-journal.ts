import type { DatabaseSync } from 'node:sqlite';
import type { HoldResult, Journal, OutputQuery } from './journal.ts';
import { JournalError } from './journal-error.ts';
import { type MachineClock, machineClock } from './machine-clock.ts';
import { readOnlyJournal } from './read-only-journal.ts';
import { sameFileCheck } from './same-file.ts';
import { openDatabase, openToRead } from './sqlite-database.ts';
import { asJournalError } from './sqlite-errors.ts';
import { sqliteEvents } from './sqlite-events.ts';
import { sqliteHolds } from './sqlite-hold.ts';
import { sqliteOutput } from './sqlite-output.ts';

export type SqliteJournalOptions = {
  /** Folder and file are created, for this user only, where they are missing. */
  readonly file: string;
  /** This machine's clocks; a test may give others. */
  readonly clock?: MachineClock | undefined;
};

/**
 * Opens the journal kept in one SQLite file. Rejects with a JournalError. One that is there and can't be written
 * can still be read: whoever wants to write is told why not.
 */
export async function openSqliteJournal(options: SqliteJournalOptions): Promise<Journal> {
  const { file } = options;
  try {
    return journalIn(openDatabase(file), options);
  } catch (error) {
    const database = isUnwritable(error) ? openToRead(file) : undefined;
    if (database === undefined) throw error;
    return readOnlyJournal(journalIn(database, options), error);
  }
}

function isUnwritable(error: unknown): boolean {
  return error instanceof JournalError && ['full', 'read-only', 'io'].includes(error.code);
}

/** The journal in a database that is open already; closing the journal closes it. */
export function journalIn(database: DatabaseSync, options: SqliteJournalOptions): Journal {
  const { file, clock = machineClock() } = options;
  const guarded = async <Result>(work: () => Result): Promise<Result> => asJournalError(file, work);
  const events = sqliteEvents(database, file, clock);
  const output = sqliteOutput(database, file);
  const checkFile = sameFileCheck(file);
  const holds = sqliteHolds(database, file);

  async function* walkOutput(run: string, query: OutputQuery = {}) {
    for (const id of await guarded(() => output.ids(run, query))) {
      const chunk = await guarded(() => output.chunk(id));
      if (chunk !== undefined) yield chunk;
    }
  }

  return {
    append: (run, expected, added) =>
      guarded(() => {
        checkFile();
        return events.append(run, expected, added);
      }),
    read: (run, after = 0) => guarded(() => events.read(run, after)),
    runs: () => guarded(events.runs),
    appendOutput: (run, chunks) =>
      guarded(() => {
        checkFile();
        output.append(run, chunks);
      }),
    readOutput: (run, query = {}) => guarded(() => output.read(run, query)),
    walkOutput,
    hold: (run, takeOver = { takeOver: false }) =>
      guarded((): HoldResult => {
        const holder = holds.take(run, takeOver.takeOver);
        if (holder !== undefined) return { type: 'taken', ...holder };
        let held = true;
        const release = async () => {
          if (held) await guarded(() => holds.release(run));
          held = false;
        };
        return { type: 'held', release };
      }),
    close: () =>
      guarded(() => {
        if (database.isOpen) database.close();
      }),
  };
}
