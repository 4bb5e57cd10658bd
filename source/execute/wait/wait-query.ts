import type { DatabaseRef } from '../../plan/plan.ts';
import { connectPostgres, type PostgresConnection } from '../database/postgres-connection.ts';
import type { Job } from '../executor.ts';
import { oneLine } from '../reason.ts';
import type { Resolve } from '../reference.ts';
import type { Timers } from '../timers.ts';
import { type Look, type Looker, never } from './wait-look.ts';

export type QueryWait = {
  readonly sql: string;
  /** The first row, cells joined by `|`; undefined: any row. */
  readonly row: string | undefined;
  readonly job: Job;
  readonly databases: Readonly<Record<string, DatabaseRef>>;
  readonly resolve: Resolve;
  readonly signal: AbortSignal;
  readonly timers: Timers;
};

const connectTimeout = 10_000;

/**
 * Asks over a connection of its own each time, as a database in use can't be renamed or copied; it can only read. A
 * statement that is wrong ends the wait, a server that can't be reached does not.
 */
export function queryLooker(wait: QueryWait): Looker {
  const { job, databases, resolve, signal, timers } = wait;
  return async () => {
    const { on } = job.action;
    const name = on.type === 'database' ? on.name : '';
    const ref = databases[name];
    if (ref === undefined) return never({ type: 'refused', reason: `the plan has no database ${name}` });
    const dsn = await resolve(ref.url);
    if (dsn.type === 'missing') {
      return never({ type: 'refused', reason: `database ${name}: ${dsn.reason}` });
    }
    const connected = await connectPostgres({
      dsn: dsn.value,
      name: `database ${name}`,
      applicationName: `gonogo/${job.run}/${job.step}`,
      settings: job.env,
      connectTimeout,
      signal,
      timers,
      onNotice: () => undefined,
    });
    if (connected.type === 'refused') return { type: 'not-yet', words: connected.reason };
    const { connection } = connected;
    const abort = () => void connection.cancel();
    signal.addEventListener('abort', abort, { once: true });
    try {
      return await look(connection, wait);
    } finally {
      signal.removeEventListener('abort', abort);
      await connection.close();
    }
  };
}

async function look(connection: PostgresConnection, { sql, row, signal }: QueryWait): Promise<Look> {
  const fixed = await connection.query('set default_transaction_read_only = on');
  const outcome = fixed.type === 'rows' ? await connection.query(sql) : fixed;
  if (signal.aborted) return never({ type: 'stopped' });
  if (outcome.type === 'lost') return { type: 'not-yet', words: oneLine(outcome.reason) };
  if (outcome.type === 'error') {
    const { severity, code, message } = outcome.error;
    return never({ type: 'failed', reason: oneLine(`${severity} ${code}: ${message}`) });
  }
  const [first] = outcome.rows;
  const found =
    first === undefined
      ? undefined
      : Object.values(first)
          .map((cell) => cell ?? 'NULL')
          .join('|');
  const holds = row === undefined ? found !== undefined : found === row;
  return { type: holds ? 'yet' : 'not-yet', words: found === undefined ? 'no row' : `row ${oneLine(found)}` };
}
