import type { DatabaseSync } from 'node:sqlite';
import type { HoldResult, Journal } from './journal.ts';
import { type MachineClock, machineClock } from './machine-clock.ts';
import { sameFileCheck } from './same-file.ts';
import { openDatabase } from './sqlite-database.ts';
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

/** Opens the journal kept in one SQLite file. Rejects with a JournalError. */
export async function openSqliteJournal(options: SqliteJournalOptions): Promise<Journal> {
  return journalIn(openDatabase(options.file), options);
}

/** The journal in a database that is open already; closing the journal closes it. */
export function journalIn(database: DatabaseSync, options: SqliteJournalOptions): Journal {
  const { file, clock = machineClock() } = options;
  const guarded = async <Result>(work: () => Result): Promise<Result> => asJournalError(file, work);
  const events = sqliteEvents(database, file, clock);
  const output = sqliteOutput(database);
  const checkFile = sameFileCheck(file);
  const holds = sqliteHolds(database);
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
