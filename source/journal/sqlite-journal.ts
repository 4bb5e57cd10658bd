import type { DatabaseSync } from 'node:sqlite';
import type { HoldResult, Journal, OutputChunk, OutputQuery } from './journal.ts';
import { JournalError } from './journal-error.ts';
import { type MachineClock, machineClock } from './machine-clock.ts';
import { openOutputFiles } from './output-files.ts';
import { readOnlyJournal } from './read-only-journal.ts';
import { sameFileCheck } from './same-file.ts';
import { openDatabase, openToRead } from './sqlite-database.ts';
import { asJournalError, toJournalError } from './sqlite-errors.ts';
import { sqliteEvents } from './sqlite-events.ts';
import { sqliteHolds } from './sqlite-hold.ts';
import { outputWriter, type PlacedChunk } from './sqlite-output.ts';
import { sqliteOutputReaders } from './sqlite-output-reader.ts';

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
  const files = openOutputFiles(file);
  const readerOf = sqliteOutputReaders({ database, files, file });
  const write = outputWriter(database, readerOf);
  const checkFile = sameFileCheck(file);
  const holds = sqliteHolds(database, file);

  let writing: Promise<unknown> = Promise.resolve();

  async function* walkOutput(run: string, query: OutputQuery = {}) {
    const { reader, last } = await guarded(() => ({ reader: readerOf(run), last: lastId(database) }));
    const { step, target, evenDamaged = false } = query;
    const view = step === undefined ? {} : { step, target };
    const read = evenDamaged ? reader.whatIsLeft : reader.bytes;
    for (let id = 0; ; ) {
      const piece = await guarded(() => reader.atOrAfter(view, id));
      if (piece === undefined || piece.id > last) return;
      id = piece.id + 1;
      if (piece.target !== (target ?? piece.target)) continue;
      const { attempt, action, stream, at, offset, length } = piece;
      const bytes = await guarded(() => read(piece));
      yield { step: piece.step, attempt, action, target: piece.target, stream, at, offset, length, bytes };
    }
  }

  /** The bytes first: a row is only there once what it points at is. */
  async function appendOutput(run: string, chunks: readonly OutputChunk[]): Promise<void> {
    checkFile();
    const bytes = chunks.reduce((sum, chunk) => sum + chunk.bytes.length, 0);
    const place = bytes > mostInRows ? await files.append(run, concat(chunks)) : undefined;
    let position = place?.position ?? 0;
    const placed = chunks.map((chunk): PlacedChunk => {
      if (place === undefined) return { chunk, place };
      const own = { segment: place.segment, position };
      position += chunk.bytes.length;
      return { chunk, place: own };
    });
    checkFile();
    write(run, placed);
  }

  return {
    append: (run, expected, added) =>
      guarded(() => {
        checkFile();
        return events.append(run, expected, added);
      }),
    read: (run, after = 0) => guarded(() => events.read(run, after)),
    runs: () => guarded(events.runs),
    appendOutput: (run, chunks) => {
      const written = writing
        .then(() => appendOutput(run, chunks))
        .catch((error) => {
          throw toJournalError(file, error);
        });
      writing = written.catch(() => undefined);
      return written;
    },
    walkOutput,
    readOutput: (run) => asJournalError(file, () => readerOf(run)),
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
    close: async () => {
      await writing;
      await files.close();
      await guarded(() => {
        if (database.isOpen) database.close();
      });
    },
  };
}

function concat(chunks: readonly OutputChunk[]): Uint8Array {
  const [first] = chunks;
  if (first !== undefined && chunks.length === 1) return first.bytes;
  return Buffer.concat(chunks.map(({ bytes }) => bytes));
}

function lastId(database: DatabaseSync): number {
  return Number(database.prepare('SELECT max(id) AS last FROM output').get()?.last ?? 0);
}

/** Small output is quicker in the database: one wait for the disk instead of two. */
const mostInRows = 1 << 16;
