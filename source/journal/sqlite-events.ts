import type { DatabaseSync } from 'node:sqlite';
import * as z from 'zod/mini';
import { canonicalJson } from './canonical-json.ts';
import { genesis } from './hash-chain.ts';
import type { AppendResult, NewEvent, RunSummary, StoredEvent } from './journal.ts';
import { JournalError } from './journal-error.ts';
import type { MachineClock } from './machine-clock.ts';
import { summarise } from './run-summary.ts';
import { sealEvents } from './seal-events.ts';
import { rowReader } from './sqlite-row.ts';
import { transaction } from './sqlite-transaction.ts';
import { parseStoredEvent } from './stored-event.ts';

export type SqliteEvents = {
  readonly append: (run: string, expected: number, events: readonly NewEvent[]) => AppendResult;
  readonly read: (run: string, after: number) => readonly StoredEvent[];
  readonly runs: () => readonly RunSummary[];
};

/** The events of a journal's database. Synchronous; SQLite's own errors pass through. */
export function sqliteEvents(database: DatabaseSync, file: string, clock: MachineClock): SqliteEvents {
  const readRow = rowReader(file);
  const columns = 'run, seq, at, wall, mono, boot, prev, hash, event';
  const selectHead = database.prepare('SELECT seq, hash FROM events WHERE run = ? ORDER BY seq DESC LIMIT 1');
  const insert = database.prepare(`INSERT INTO events (${columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`);
  const selectAfter = database.prepare(
    `SELECT ${columns} FROM events WHERE run = ? AND seq > ? ORDER BY seq`,
  );
  const selectFirst = database.prepare(
    `SELECT ${columns} FROM events WHERE type = 'run.created' AND seq = 1 ORDER BY wall DESC, rowid DESC`,
  );
  const selectEnds = database.prepare(`SELECT ${columns} FROM events WHERE type = 'run.ended'`);

  function headOf(run: string): { readonly seq: number; readonly hash: string } {
    const row = selectHead.get(run);
    return row === undefined ? { seq: 0, hash: genesis } : readRow(headRow, row);
  }

  function toStored(row: unknown): StoredEvent {
    const place = placeRow.safeParse(row).data;
    try {
      const { event, ...rest } = eventRow.parse(row);
      return { ...rest, event: parseStoredEvent(event) };
    } catch (cause) {
      throw new JournalError({
        code: 'corrupt',
        file,
        message: `event ${place?.seq ?? '?'} of run ${place?.run ?? '?'} in ${file} can't be understood: keep a copy of the file; the events before it can still be read with the sqlite3 program`,
        cause,
      });
    }
  }

  return {
    append: (run, expected, events) =>
      transaction(database, () => {
        const head = headOf(run);
        if (head.seq !== expected) return { type: 'conflict', version: head.seq };
        const sealed = sealEvents({ run, head, events, time: clock() });
        for (const { seq, at, wall, mono, boot, prev, hash, event } of sealed) {
          insert.run(run, seq, at, wall, mono, boot, prev, hash, canonicalJson(event));
        }
        return { type: 'appended', events: sealed };
      }),
    read: (run, after) => selectAfter.all(run, after).map(toStored),
    runs: () => {
      const ends = new Map(
        selectEnds
          .all()
          .map(toStored)
          .map((end) => [end.run, end]),
      );
      return selectFirst
        .all()
        .map(toStored)
        .map((first) => summarise({ first, end: ends.get(first.run), version: headOf(first.run).seq }))
        .filter((summary) => summary !== undefined);
    },
  };
}

const headRow = z.object({ seq: z.int(), hash: z.string() });
const placeRow = z.object({ run: z.string(), seq: z.number() });
const eventRow = z.object({
  run: z.string(),
  seq: z.int(),
  at: z.number(),
  wall: z.number(),
  mono: z.number(),
  boot: z.string(),
  prev: z.string(),
  hash: z.string(),
  event: z.string(),
});
