import { Socket } from 'node:net';
import type { Client } from 'pg';
import { messageOf, oneLine } from '../reason.ts';
import type { Timers } from '../timers.ts';
import { parseDsn } from './postgres-dsn.ts';
import { type PostgresTrouble, QUERY_CANCELED, sqlState, troubleOf } from './postgres-error.ts';
import { type StatementListener, simpleQuery } from './postgres-simple-query.ts';

export type PostgresTarget = {
  /** Resolved: holds the password. */
  readonly dsn: string;
  /** How the plan refers to it, for messages. */
  readonly name: string;
  /** As the server's activity view shows it. */
  readonly applicationName: string;
  /** Readable in SQL: `tag` as `current_setting('gonogo.tag')`. */
  readonly settings: Readonly<Record<string, string>>;
  /** Milliseconds. */
  readonly connectTimeout: number;
  /** Ends the attempt to connect. */
  readonly signal: AbortSignal;
  readonly timers: Timers;
  readonly onNotice: (line: string) => void;
};

export type PostgresConnection = {
  /** Of the server's process that works for it. */
  readonly pid: string;
  /** Runs a text of one or more statements as one simple query. */
  readonly run: (text: string, listener: StatementListener) => Promise<RunOutcome>;
  /** One statement with parameters; every value as text. */
  readonly query: (text: string, values?: readonly unknown[]) => Promise<QueryOutcome>;
  /** Asks the server, over a second connection, to cancel what runs here; nothing more is begun. */
  readonly cancel: () => Promise<void>;
  /** Resolves when the connection is gone. */
  readonly close: () => Promise<void>;
  /** Gives the connection up: what runs on it is lost, for this reason. */
  readonly destroy: (reason: string) => void;
};

export type RunOutcome = { readonly type: 'done'; readonly openTransaction: boolean } | PostgresTrouble;
export type Row = Readonly<Record<string, string | null>>;
export type QueryOutcome = { readonly type: 'rows'; readonly rows: readonly Row[] } | PostgresTrouble;

export type ConnectOutcome =
  | { readonly type: 'connected'; readonly connection: PostgresConnection }
  /** `code`: the SQLSTATE, where the server gave one. */
  | { readonly type: 'refused'; readonly reason: string; readonly code?: string | undefined };

const CLOSE_LIMIT = 2_000;

/** Never rejects, and no reason holds the password. */
export async function connectPostgres(target: PostgresTarget): Promise<ConnectOutcome> {
  const dsn = parseDsn(target.dsn);
  if (dsn === undefined) return { type: 'refused', reason: `${target.name} is not a postgres:// address` };
  const refuse = (cause: unknown): ConnectOutcome => ({
    type: 'refused',
    code: sqlState(cause),
    // Masked before anything is cut or replaced: half a password would not be found any more.
    reason: `can't connect to ${oneLine(dsn.mask(dsn.place))}: ${oneLine(dsn.mask(connectMessage(cause, target.connectTimeout)))}`,
  });
  try {
    const { client, socket } = await open({ ...target, dsn: dsn.url });
    const prepared = await prepare(client, target);
    if (prepared.type === 'pid') {
      return {
        type: 'connected',
        connection: wrap({ client, socket, target: { ...target, dsn: dsn.url }, pid: prepared.pid }),
      };
    }
    socket.destroy();
    return refuse(prepared.type === 'error' ? new Error(prepared.error.message) : prepared.reason);
  } catch (error) {
    return refuse(error);
  }
}

type Opened = { readonly client: Client; readonly socket: Socket };

async function open(target: PostgresTarget): Promise<Opened> {
  const { default: pg } = await import('pg');
  const socket = new Socket();
  const client = new pg.Client({
    connectionString: target.dsn,
    application_name: target.applicationName,
    connectionTimeoutMillis: target.connectTimeout,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    stream: () => socket,
    types: { getTypeParser: () => (value: string | Buffer) => value.toString() },
  });
  // Without a listener the loss of a connection ends the process.
  client.on('error', () => undefined);
  client.on('notice', ({ severity, message, detail, hint }) => {
    target.onNotice(`${severity ?? 'NOTICE'}: ${message}`);
    if (detail !== undefined) target.onNotice(`DETAIL: ${detail}`);
    if (hint !== undefined) target.onNotice(`HINT: ${hint}`);
  });
  const abandon = () => socket.destroy(new Error('stopped while connecting'));
  target.signal.addEventListener('abort', abandon, { once: true });
  try {
    if (target.signal.aborted) throw new Error('stopped before connecting');
    await client.connect();
    return { client, socket };
  } catch (error) {
    socket.destroy();
    throw error;
  } finally {
    target.signal.removeEventListener('abort', abandon);
  }
}

const IDENTIFIER = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** Parameters, never pasted text; the DSN's own application_name gives way to ours. */
async function prepare(client: Client, target: PostgresTarget) {
  const settings = Object.entries(target.settings).filter(([name]) => IDENTIFIER.test(name));
  const outcome = await query(
    client,
    `select pg_backend_pid() as pid, set_config('application_name', $1, false),
       (select count(set_config('gonogo.' || name, value, false))
          from unnest($2::text[], $3::text[]) as setting (name, value)) as settings`,
    [target.applicationName, settings.map(([name]) => name), settings.map(([, value]) => value)],
  );
  return outcome.type === 'rows' ? { type: 'pid' as const, pid: outcome.rows[0]?.pid ?? '' } : outcome;
}

type Wrap = Opened & { readonly target: PostgresTarget; readonly pid: string };

function wrap({ client, socket, target, pid }: Wrap): PostgresConnection {
  let cancelled = false;
  const guard = async <T>(work: () => Promise<T | PostgresTrouble>): Promise<T | PostgresTrouble> =>
    cancelled ? CANCELLED : await work();
  return {
    pid,
    run: (text, listener) => guard(() => run(client, text, listener)),
    query: (text, values = []) => guard(() => query(client, text, values)),
    cancel: async () => {
      cancelled = true;
      await cancelBackend(target, pid);
    },
    close: () => close({ client, socket, timers: target.timers }),
    destroy: (reason) => socket.destroy(new Error(reason)),
  };
}

const CANCELLED: PostgresTrouble = {
  type: 'error',
  error: {
    severity: 'ERROR',
    code: QUERY_CANCELED,
    message: 'cancelled before it began',
    position: undefined,
    detail: undefined,
    hint: undefined,
    where: undefined,
  },
};

async function run(client: Client, text: string, listener: StatementListener): Promise<RunOutcome> {
  return await new Promise((resolve) => {
    client.query(
      simpleQuery(text, listener, (error) =>
        resolve(
          error === undefined
            ? { type: 'done', openTransaction: client.getTransactionStatus() === 'T' }
            : troubleOf(error),
        ),
      ),
    );
  });
}

async function query(client: Client, text: string, values: readonly unknown[]): Promise<QueryOutcome> {
  try {
    const result = await client.query<Row>(text, [...values]);
    return { type: 'rows', rows: result.rows };
  } catch (error) {
    return troubleOf(error);
  }
}

/** Whoever asked waits for the statement itself to end: a cancel that does not get through is no error of its own. */
async function cancelBackend(target: PostgresTarget, pid: string): Promise<void> {
  try {
    const { client, socket } = await open({
      ...target,
      applicationName: `${target.applicationName} cancel`,
      signal: new AbortController().signal,
      onNotice: () => undefined,
    });
    await query(client, 'select pg_cancel_backend($1)', [pid]);
    await close({ client, socket, timers: target.timers });
  } catch {
    // No second connection: the limit of whoever waits decides.
  }
}

async function close({ client, socket, timers }: Opened & { readonly timers: Timers }): Promise<void> {
  const cancelLimit = timers.after(CLOSE_LIMIT, () => socket.destroy());
  await client.end().catch(() => undefined);
  cancelLimit();
}

function connectMessage(cause: unknown, timeout: number): string {
  const message = messageOf(cause);
  return message === 'timeout expired' ? `no answer within ${Math.round(timeout / 1000)} s` : message;
}
