import type { DatabaseRef } from '../../plan/plan.ts';
import type { TargetResult } from '../../run/facts.ts';
import type { Executor, Job, JobResult } from '../executor.ts';
import { outputLines } from '../output-lines.ts';
import { oneLine } from '../reason.ts';
import { type Resolve, resolveReference } from '../reference.ts';
import { systemTimers, type Timers } from '../timers.ts';
import {
  type ConnectOutcome,
  connectPostgres,
  type PostgresConnection,
  type PostgresTarget,
} from './postgres-connection.ts';
import { type PostgresTrouble, QUERY_CANCELED } from './postgres-error.ts';

export type DatabaseOptions = {
  /** By the name that `on=` uses. */
  readonly databases: Readonly<Record<string, DatabaseRef>>;
  /** Looks references up; in this process's own environment by default. */
  readonly resolve?: Resolve | undefined;
  readonly timers?: Timers | undefined;
};

/** A job's own connection, and what belongs to it. */
export type DatabasePlace = {
  readonly connection: PostgresConnection;
  /** The plan's name for it. */
  readonly database: string;
  readonly timers: Timers;
  /** Whether a stop was asked for, or the time was up. */
  readonly interrupted: () => boolean;
  /** A second connection to the same server, for whoever looks at the first one. */
  readonly companion: (signal: AbortSignal) => Promise<ConnectOutcome>;
};

/** What a job does on its database. */
export type DatabaseWork = (place: DatabasePlace) => Promise<JobResult | PostgresTrouble>;

const CONNECT_TIMEOUT = 10_000;
const CANCEL_AGAIN = 1_000;
const CANCEL_LIMIT = 10_000;

/** An executor whose every job has a connection of its own, closed at its end: a database in use can't be renamed or copied. */
export function createDatabaseExecutor(
  options: DatabaseOptions,
  work: (job: Job) => DatabaseWork,
): Executor<JobResult> {
  const open = new Set<PostgresConnection>();
  return {
    perform: (job) => withDatabase({ job, options, open, work: work(job) }),
    close: async () => {
      for (const connection of open) connection.destroy('the program closed');
    },
  };
}

type WithDatabase = {
  readonly job: Job;
  readonly options: DatabaseOptions;
  readonly open: Set<PostgresConnection>;
  readonly work: DatabaseWork;
};

async function withDatabase({ job, options, open, work }: WithDatabase): Promise<JobResult> {
  const { err } = outputLines(job);
  const refused = (reason: string): JobResult => {
    err(reason);
    return { result: { type: 'refused', reason } };
  };
  const place = job.action.on;
  if (place.type !== 'database') return refused('this action needs a database: on=NAME');
  const ref = options.databases[place.name];
  if (ref === undefined) return refused(`the plan has no database ${place.name}`);
  const { resolve = resolveReference } = options;
  const dsn = await resolve(ref.url);
  if (dsn.type === 'missing') return refused(`database ${place.name}: ${dsn.reason}`);
  const timers = options.timers ?? systemTimers;
  const target: PostgresTarget = {
    dsn: dsn.value,
    name: `database ${place.name}`,
    applicationName: `gonogo/${job.run}/${job.step}`,
    settings: job.env,
    connectTimeout: Math.min(job.timeout ?? CONNECT_TIMEOUT, CONNECT_TIMEOUT),
    signal: job.stop,
    timers,
    onNotice: err,
  };
  const connected = await connectPostgres(target);
  if (connected.type === 'refused') {
    return job.stop.aborted ? { result: { type: 'stopped' } } : refused(connected.reason);
  }
  const { connection } = connected;
  open.add(connection);
  const interruption = watchInterruption({ job, connection, timers });
  try {
    const outcome = await work({
      connection,
      database: place.name,
      timers,
      interrupted: () => interruption.result() !== undefined,
      companion: (signal) =>
        connectPostgres({
          ...target,
          applicationName: `${target.applicationName} watch`,
          settings: {},
          signal,
          onNotice: () => undefined,
        }),
    });
    if ('result' in outcome) return outcome;
    const reason = reasonOf(outcome);
    err(outcome.type === 'lost' ? `lost: ${reason}` : reason);
    const cancelled = outcome.type === 'error' && outcome.error.code === QUERY_CANCELED;
    const interrupted = cancelled ? interruption.result() : undefined;
    return { result: interrupted ?? { type: outcome.type === 'lost' ? 'lost' : 'failed', reason } };
  } finally {
    interruption.end();
    open.delete(connection);
    await connection.close();
  }
}

type Watch = {
  readonly job: Job;
  readonly connection: PostgresConnection;
  readonly timers: Timers;
};

/** Cancels on the server when the time is up or a person asks; an unanswered cancel ends the connection. */
function watchInterruption({ job, connection, timers }: Watch) {
  let result: TargetResult | undefined;
  const pending: (() => void)[] = [];
  const later = (ms: number, callback: () => void) => pending.push(timers.after(ms, callback));
  const cancel = () => {
    void connection.cancel();
    // A cancel that reaches the server between two statements is lost there.
    later(CANCEL_AGAIN, cancel);
  };
  const interrupt = (why: TargetResult) => {
    if (result !== undefined) return;
    result = why;
    later(CANCEL_LIMIT, () => connection.destroy(`no answer to the cancel within ${CANCEL_LIMIT / 1000} s`));
    cancel();
  };
  const stop = () => interrupt({ type: 'stopped' });
  const { timeout } = job;
  if (timeout !== undefined) later(timeout, () => interrupt({ type: 'timed-out', after: timeout }));
  job.stop.addEventListener('abort', stop, { once: true });
  if (job.stop.aborted) stop();
  return {
    result: () => result,
    end: () => {
      job.stop.removeEventListener('abort', stop);
      for (const forget of pending) forget();
    },
  };
}

function reasonOf(trouble: PostgresTrouble): string {
  if (trouble.type === 'lost') return oneLine(trouble.reason);
  const { error } = trouble;
  return oneLine(`${error.severity} ${error.code}: ${error.message}`);
}
