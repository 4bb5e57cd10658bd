import { type DatabaseRef, type MailSettings, type Plan, stepsOf } from '../../plan/plan.ts';
import { connectPostgres, type PostgresConnection } from '../database/postgres-connection.ts';
import { parseDsn } from '../database/postgres-dsn.ts';
import { parseMailServer } from '../mail/mail-server.ts';
import { oneLine } from '../reason.ts';
import type { Resolve } from '../reference.ts';
import { type Timers, within } from '../timers.ts';
import { clockVerdict } from './preflight-answers.ts';
import { type Finding, go, noGo, warn } from './preflight-report.ts';

export type ServiceMeans = {
  readonly resolve: Resolve;
  readonly timers: Timers;
  readonly signal: AbortSignal;
};

const connectTimeout = 10_000;
const answerTimeout = 5_000;
const unset = 'set it before gonogo is started';

export type DatabaseQuestions = {
  readonly name: string;
  readonly ref: DatabaseRef | undefined;
  readonly plan: Plan;
};

/** SQLSTATE of a server that has no such database. */
const NO_DATABASE = '3D000';

/** Connects as a step would, and asks for version, time and whether it can be written. Never rejects. */
export async function askDatabase(
  { name, ref, plan }: DatabaseQuestions,
  { resolve, timers, signal }: ServiceMeans,
): Promise<readonly Finding[]> {
  if (ref === undefined) return [noGo('reference', 'the plan has no such database')];
  const dsn = await resolve(ref.url);
  if (dsn.type === 'missing') return [noGo('reference', dsn.reason, unset)];
  const connected = await connectPostgres({
    dsn: dsn.value,
    name: `database ${name}`,
    applicationName: 'gonogo/preflight',
    settings: {},
    connectTimeout,
    signal,
    timers,
    onNotice: () => undefined,
  });
  if (connected.type === 'refused') {
    const database = parseDsn(dsn.value)?.database;
    return [
      connected.code === NO_DATABASE && database !== undefined && makesDatabase(plan, database)
        ? go('connection', 'its server answers; a step of the plan makes it')
        : noGo('connection', connected.reason),
    ];
  }
  const { connection } = connected;
  try {
    const found = await within(askServer(connection, timers), { ms: answerTimeout, timers });
    return found ?? [noGo('connection', `no answer within ${answerTimeout / 1_000} s`)];
  } finally {
    await connection.close();
  }
}

/** Whether a step creates it, or gives another one its name. */
function makesDatabase(plan: Plan, database: string): boolean {
  const name = database.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const making = new RegExp(`\\b(?:create\\s+database|rename\\s+to)\\s+"?${name}(?![\\w$])`, 'i');
  return stepsOf(plan).some(({ actions }) =>
    actions.some(({ kind, text }) => kind === 'sql' && making.test(text)),
  );
}

const QUESTION = `
  select current_setting('server_version') as version,
    pg_is_in_recovery() or current_setting('default_transaction_read_only')::boolean as fixed,
    (extract(epoch from clock_timestamp()) * 1000)::text as now`;

async function askServer(connection: PostgresConnection, timers: Timers): Promise<readonly Finding[]> {
  const asked = timers.now();
  const outcome = await connection.query(QUESTION);
  const answered = timers.now();
  if (outcome.type === 'error') return [noGo('connection', oneLine(outcome.error.message))];
  if (outcome.type === 'lost') return [noGo('connection', oneLine(outcome.reason))];
  const row = outcome.rows[0];
  const version = `PostgreSQL ${oneLine(row?.version ?? '?', 40)}`;
  return [
    row?.fixed === 't'
      ? warn('connection', `${version}, read only`, 'steps that write will fail there: is it a standby?')
      : go('connection', version),
    clockVerdict(Number(row?.now) - (asked + answered) / 2, (answered - asked) / 2),
  ];
}

/** Greets the mail server and logs in, without a mail. Never rejects. */
export async function askMailServer(
  mail: MailSettings | undefined,
  { resolve }: ServiceMeans,
): Promise<readonly Finding[]> {
  if (mail === undefined) return [noGo('reference', 'the plan has no mail settings')];
  const address = await resolve(mail.server);
  if (address.type === 'missing') return [noGo('reference', address.reason, unset)];
  const server = parseMailServer(address.value);
  if (server === undefined) return [noGo('reference', 'the mail server is not an smtp:// address')];
  const place = `${server.host}:${server.port}`;
  const { greetMailServer } = await import('../mail/mail-transport.ts');
  const reason = await greetMailServer(server);
  return [
    reason === undefined
      ? go('connection', `${place} takes mail`)
      : noGo('connection', `${place}: ${reason}`),
  ];
}
