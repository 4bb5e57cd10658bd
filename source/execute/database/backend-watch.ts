import { plainSql } from '../../plan/sql-settings.ts';
import type { Job } from '../executor.ts';
import { outputLines } from '../output-lines.ts';
import { within } from '../timers.ts';
import { blockersOf, createBlockReport } from './backend-blockers.ts';
import { createProgressReport, progressQuery, progressViews } from './backend-progress.ts';
import type { PostgresConnection } from './postgres-connection.ts';
import type { DatabasePlace } from './postgres-job.ts';

export type BackendWatch = {
  /** Resolves once the second connection is gone. */
  readonly end: () => Promise<void>;
};

export type WatchOptions = {
  readonly job: Job;
  readonly place: Pick<DatabasePlace, 'connection' | 'timers' | 'companion'>;
};

/** Milliseconds between two looks; a statement that is shorter is not looked at. */
const pace = 1_000;
/** Milliseconds that the last look may take. */
const patience = 1_000;

/**
 * While a job runs: says who keeps it from a lock, and how far what the server counts by itself has come. It looks
 * over a second connection, and gives up without a word where there is none to be had.
 */
export function watchBackend({ job, place }: WatchOptions): BackendWatch {
  const { timers, companion } = place;
  const { err, out } = outputLines(job);
  const { pid } = place.connection;
  const giveUp = new AbortController();
  const { lockTimeout } = job.action.sql ?? plainSql;
  const blocked = createBlockReport({ say: err, now: timers.now, lockTimeout });
  const progress = createProgressReport({ say: out, now: timers.now });
  let connection: PostgresConnection | undefined;
  let views: readonly string[] = [];
  let ended = false;
  let cancel = () => {};
  let looking: Promise<void> = Promise.resolve();

  const open = async (): Promise<PostgresConnection | undefined> => {
    const connected = await companion(giveUp.signal);
    if (connected.type === 'refused') return undefined;
    const known = await connected.connection.query(progressViews);
    if (known.type === 'rows') views = known.rows.flatMap(({ name }) => (name == null ? [] : [name]));
    return connected.connection;
  };
  const look = async (): Promise<void> => {
    connection ??= await open();
    if (ended || connection === undefined) return;
    const block = await blockersOf(connection, pid);
    if (ended || block === undefined) return;
    blocked.see(block);
    if (views.length > 0) {
      const rows = await connection.query(progressQuery(views), [pid]);
      if (ended || rows.type !== 'rows') return;
      for (const row of rows.rows) progress.see(row);
    }
    next();
  };
  const next = () => {
    cancel = timers.after(pace, () => {
      looking = look();
    });
  };
  next();
  return {
    end: async () => {
      ended = true;
      cancel();
      giveUp.abort();
      await within(looking, { ms: patience, timers });
      await connection?.close();
    },
  };
}
