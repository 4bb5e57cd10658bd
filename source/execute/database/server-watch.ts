import type { ResolvedReference } from '../reference.ts';
import { type Timers, within } from '../timers.ts';
import { progressViews } from './backend-progress.ts';
import { connectPostgres, type PostgresConnection } from './postgres-connection.ts';
import { databaseOf, inDatabase } from './postgres-dsn.ts';
import { createServerReport, serverProgressQuery } from './server-progress.ts';

export type ServerWatchOptions = {
  /** The plan's name of the database. */
  readonly database: string;
  readonly address: () => Promise<ResolvedReference>;
  /** As the server's activity view shows it. */
  readonly applicationName: string;
  readonly say: (line: string) => void;
  readonly timers: Timers;
};

export type ServerWatch = {
  /** Resolves once its connection is gone. */
  readonly end: () => Promise<void>;
};

/** Milliseconds between two looks; what is shorter is not looked at. */
const pace = 1_000;
/** Milliseconds until a server is tried again that didn't answer. */
const pause = 10_000;
/** Milliseconds that the last look may take. */
const patience = 1_000;
const connectTimeout = 5_000;

/** A connection in it would keep every `CREATE DATABASE` from copying it: nobody stays there. */
const template = 'template1';

type Look = {
  readonly connection: PostgresConnection;
  readonly views: readonly string[];
  readonly stays: boolean;
};
type Opened = Look | { readonly reason: string };

/**
 * Tells how far a server is with what others do in one of its databases, from outside that database: a connection to
 * it would stop them from renaming it, or dropping it. What can't be seen is told once, and tried again.
 */
export function watchServer({
  database,
  address,
  applicationName,
  say,
  timers,
}: ServerWatchOptions): ServerWatch {
  const giveUp = new AbortController();
  const report = createServerReport({ say, now: timers.now });
  let open: Look | undefined;
  let told = false;
  let ended = false;
  let cancel = () => {};
  let looking: Promise<void> = Promise.resolve();

  const connect = async (dsn: string): Promise<Opened> => {
    const own = databaseOf(dsn);
    let reason = 'its address names no database';
    for (const place of own === '' ? [] : ['postgres', template].filter((name) => name !== own)) {
      const connected = await connectPostgres({
        dsn: inDatabase(dsn, place),
        name: `database ${database}`,
        applicationName,
        settings: {},
        connectTimeout,
        signal: giveUp.signal,
        timers,
        onNotice: () => undefined,
      });
      if (connected.type === 'refused') {
        reason = connected.reason;
        continue;
      }
      const { connection } = connected;
      const known = await connection.query(progressViews);
      const views = known.type === 'rows' ? known.rows.flatMap(({ name }) => name ?? []) : [];
      if (views.length > 0) return { connection, views, stays: place !== template };
      await connection.close();
      reason = 'the server has no views of progress';
    }
    return { reason };
  };
  const close = async () => {
    const { connection } = open ?? {};
    open = undefined;
    await connection?.close();
  };
  const blind = async (reason: string): Promise<number> => {
    await close();
    if (!told && !ended) say(`gonogo: how far database ${database} is can't be seen: ${reason}`);
    told = true;
    return pause;
  };
  /** Milliseconds until the next look. */
  const look = async (): Promise<number> => {
    const dsn = await address();
    if (dsn.type === 'missing') return await blind(dsn.reason);
    const opened = open ?? (await connect(dsn.value));
    if ('reason' in opened) return await blind(opened.reason);
    open = opened;
    const found = await opened.connection.query(serverProgressQuery(opened.views), [databaseOf(dsn.value)]);
    if (found.type !== 'rows') return await blind(found.type === 'lost' ? found.reason : found.error.message);
    if (!ended) report.see(found.rows);
    if (ended || !opened.stays) await close();
    return pace;
  };
  const next = (ms: number) => {
    if (ended) return;
    cancel = timers.after(ms, () => {
      looking = look().then(next);
    });
  };
  next(pace);
  return {
    end: async () => {
      ended = true;
      cancel();
      giveUp.abort();
      await within(looking, { ms: patience, timers });
      await close();
    },
  };
}
