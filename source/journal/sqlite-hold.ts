import { hostname } from 'node:os';
import type { DatabaseSync } from 'node:sqlite';
import * as z from 'zod/mini';
import { bootId } from './machine-clock.ts';
import { isAlive, markOf } from './process-life.ts';
import { rowReader } from './sqlite-row.ts';
import { transaction } from './sqlite-transaction.ts';

export type SqliteHolds = {
  /** Undefined: it is ours now. Otherwise who has it. */
  readonly take: (
    run: string,
    takeOver: boolean,
  ) => { readonly pid: number; readonly host: string } | undefined;
  readonly release: (run: string) => void;
};

/** Who conducts which run on this machine. A holder that no longer lives is replaced. */
export function sqliteHolds(database: DatabaseSync, file: string): SqliteHolds {
  const readRow = rowReader(file);
  const boot = bootId();
  const host = hostname();
  const mayLive = (holder: z.infer<typeof holdRow>, takeOver: boolean): boolean =>
    holder.host === host ? isAlive(holder, boot) : !takeOver;
  const self = markOf(process.pid, boot);
  const select = database.prepare('SELECT pid, started, boot, host FROM holds WHERE run = ?');
  const upsert = database.prepare(
    'INSERT OR REPLACE INTO holds (run, pid, started, boot, host) VALUES (?, ?, ?, ?, ?)',
  );
  const remove = database.prepare('DELETE FROM holds WHERE run = ? AND pid = ? AND boot = ?');
  return {
    take: (run, takeOver) =>
      transaction(database, () => {
        const row = select.get(run);
        const holder = row === undefined ? undefined : readRow(holdRow, row);
        if (holder !== undefined && mayLive(holder, takeOver)) return { pid: holder.pid, host: holder.host };
        upsert.run(run, self.pid, self.started ?? null, self.boot, host);
        return undefined;
      }),
    release: (run) => {
      remove.run(run, self.pid, self.boot);
    },
  };
}

const holdRow = z.object({
  pid: z.int(),
  started: z.pipe(
    z.nullable(z.string()),
    z.transform((value) => value ?? undefined),
  ),
  boot: z.string(),
  host: z.string(),
});
