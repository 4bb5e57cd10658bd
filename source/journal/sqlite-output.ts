import type { DatabaseSync } from 'node:sqlite';
import * as z from 'zod/mini';
import type { OutputChunk, OutputQuery, StoredChunk } from './journal.ts';
import { rowReader } from './sqlite-row.ts';
import { transaction } from './sqlite-transaction.ts';

export type SqliteOutput = {
  readonly append: (run: string, chunks: readonly OutputChunk[]) => void;
  readonly read: (run: string, query: OutputQuery) => readonly OutputChunk[];
  /** Of the rows that are asked for, in the order of arrival. */
  readonly ids: (run: string, query: OutputQuery) => readonly number[];
  readonly chunk: (id: number) => StoredChunk | undefined;
};

/** The output of a journal's database. Synchronous; SQLite's own errors pass through. */
export function sqliteOutput(database: DatabaseSync, file: string): SqliteOutput {
  const readRow = rowReader(file);
  const insert = database.prepare(
    `INSERT INTO output (run, step, attempt, action, target, stream, offset, at, bytes)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const selectEnd = database.prepare(
    `SELECT max(offset + length(bytes)) AS total FROM output
     WHERE run = ? AND step = ? AND target = ? AND attempt = ? AND action = ? AND stream = ?`,
  );
  const selectChunk = database.prepare(
    'SELECT step, attempt, action, target, stream, offset, at, bytes FROM output WHERE id = ?',
  );
  /** Bytes stored so far, by stream. */
  const ends = new Map<string, number>();

  function endOf(run: string, chunk: OutputChunk): number {
    const { step, target, attempt, action, stream } = chunk;
    return Number(selectEnd.get(run, step, target, attempt, action, stream)?.total ?? 0);
  }

  return {
    append: (run, chunks) => {
      const moved = new Map<string, number>();
      transaction(database, () => {
        for (const chunk of chunks) {
          const { step, attempt, action, target, stream, at, bytes } = chunk;
          const key = [run, step, attempt, action, target, stream].join('\0');
          const offset = moved.get(key) ?? ends.get(key) ?? endOf(run, chunk);
          insert.run(run, step, attempt, action, target, stream, offset, at, bytes);
          moved.set(key, offset + bytes.length);
        }
      });
      // Only now: a transaction that failed has stored nothing.
      for (const [key, end] of moved) ends.set(key, end);
    },
    read: (run, query) => {
      const { text, values } = conditions(run, query);
      // The ids come from the index alone and are put in order before any of the bytes is touched.
      const rows = database
        .prepare(
          `SELECT step, attempt, action, target, stream, at, bytes FROM output
           WHERE id IN (SELECT id FROM output WHERE ${text}) ORDER BY id`,
        )
        .all(...values);
      return rows.map((row) => readRow(chunkRow, row));
    },
    ids: (run, query) => {
      const { text, values } = conditions(run, query);
      const rows = database.prepare(`SELECT id FROM output WHERE ${text} ORDER BY id`).iterate(...values);
      return Array.from(rows, ({ id }) => Number(id));
    },
    chunk: (id) => {
      const row = selectChunk.get(id);
      return row === undefined ? undefined : readRow(storedRow, row);
    },
  };
}

function conditions(run: string, query: OutputQuery): { text: string; values: string[] } {
  const all = [
    { text: 'run = ?', value: run },
    { text: 'step = ?', value: query.step },
    { text: 'target = ?', value: query.target },
  ];
  const asked = all.flatMap(({ text, value }) => (value === undefined ? [] : [{ text, value }]));
  return { text: asked.map(({ text }) => text).join(' AND '), values: asked.map(({ value }) => value) };
}

const chunkRow = z.object({
  step: z.string(),
  attempt: z.int(),
  action: z.int(),
  target: z.string(),
  stream: z.enum(['stdout', 'stderr']),
  at: z.number(),
  bytes: z.instanceof(Uint8Array),
});

const storedRow = z.extend(chunkRow, { offset: z.int() });
