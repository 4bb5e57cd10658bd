import { plainSql, type SqlSettings } from '../../plan/sql-settings.ts';
import { psqlCommand, type SqlStatement } from '../../plan/sql-statements.ts';
import type { Executor, Job, JobResult } from '../executor.ts';
import { outputLines } from '../output-lines.ts';
import { watchBackend } from './backend-watch.ts';
import type { PostgresConnection } from './postgres-connection.ts';
import type { PostgresTrouble } from './postgres-error.ts';
import { createDatabaseExecutor, type DatabaseOptions, type DatabasePlace } from './postgres-job.ts';
import type { StatementListener } from './postgres-simple-query.ts';
import { courseOf } from './sql-course.ts';
import { describeSqlError } from './sql-error.ts';
import { expectationFault, keepResult } from './sql-expectation.ts';
import { createSqlReport, type SqlReport } from './sql-report.ts';

/**
 * Runs the text of an `sql` fence: several statements in one transaction, all or nothing, unless it says otherwise; one
 * alone as it is, so that `CREATE DATABASE` works. Beside it somebody looks at what blocks it, and how far it is.
 */
export function createSqlExecutor(options: DatabaseOptions): Executor<JobResult> {
  return createDatabaseExecutor(options, (job) => async (place) => {
    const watch = watchBackend({ job, place });
    try {
      return await runFence(job, place);
    } finally {
      await watch.end();
    }
  });
}

type Fence = {
  readonly job: Job;
  readonly place: DatabasePlace;
  readonly settings: SqlSettings;
  readonly report: SqlReport;
  readonly listener: StatementListener;
};

type Outcome = JobResult | PostgresTrouble;

async function runFence(job: Job, place: DatabasePlace): Promise<Outcome> {
  const { text, sql: settings = plainSql } = job.action;
  const { out, err } = outputLines(job);
  const command = psqlCommand(text);
  if (command !== undefined) {
    return refused(job, `line ${command.line}: ${command.name} is a command of psql, which no server knows`);
  }
  const course = courseOf(text, settings);
  if (course.type === 'refused') return refused(job, course.reason);
  const set = await setTimeouts(place.connection, settings);
  if (set !== undefined) return set;
  const report = createSqlReport({ print: out, now: place.timers.now });
  const kept = keepResult(settings.expected);
  const fence: Fence = { job, place, settings, report, listener: both(report, kept) };
  const { statements, around } = course;
  if (statements?.length === 0) out('no statement in this fence');
  if (around) {
    const begun = await quietly(place.connection, 'begin');
    if (begun !== undefined) return begun;
  }
  const ended =
    course.type === 'apart'
      ? await runApart(fence, course.statements, around)
      : await runWhole(fence, statements, around);
  if (ended !== undefined) return ended;
  const fault = expectationFault(settings.expected, kept.last());
  if (fault !== undefined) {
    const undone = around && (await quietly(place.connection, 'rollback')) === undefined;
    const rest = undone ? 'rolled back' : 'what ran stays as it is';
    err(`${fault}; ${rest}`);
    return { result: { type: 'failed', reason: `${fault}; ${rest}` } };
  }
  return around ? await commit(fence) : { result: EXITED };
}

const EXITED = { type: 'exited', code: 0 } as const;

async function setTimeouts(
  connection: PostgresConnection,
  { lockTimeout, statementTimeout }: SqlSettings,
): Promise<PostgresTrouble | undefined> {
  const times = { lock_timeout: lockTimeout, statement_timeout: statementTimeout };
  for (const [name, ms] of Object.entries(times)) {
    if (ms === undefined) continue;
    const set = await connection.query('select set_config($1, $2, false)', [name, `${Math.ceil(ms)}ms`]);
    if (set.type !== 'rows') return set;
  }
  return undefined;
}

/** Undefined where all of it went well. */
async function runApart(
  fence: Fence,
  statements: readonly SqlStatement[],
  around: boolean,
): Promise<Outcome | undefined> {
  const { job, place, settings } = fence;
  for (const [index, statement] of statements.entries()) {
    const outcome = await place.connection.run(statement.text, fence.listener);
    if (outcome.type === 'done') continue;
    if (!around && index > 0) {
      const kept = settings.tx === 'statement' ? 'are committed' : 'ran';
      outputLines(job).err(`${index} of ${statements.length} statements ${kept} before this one`);
    }
    return failed(fence, outcome, statement);
  }
  return around ? undefined : await leftOpen(fence);
}

async function runWhole(
  fence: Fence,
  statements: readonly SqlStatement[] | undefined,
  around: boolean,
): Promise<Outcome | undefined> {
  const { job, place, report } = fence;
  const outcome = await place.connection.run(job.action.text, fence.listener);
  if (outcome.type === 'done') return outcome.openTransaction && !around ? openEnd(job) : undefined;
  const line = statements?.[report.completed()]?.line;
  return failed(fence, outcome, { text: job.action.text, line, before: 0 });
}

type Failing = { readonly text: string; readonly line: number | undefined; readonly before: number };

function failed({ job, place, report }: Fence, outcome: PostgresTrouble, failing: Failing): Outcome {
  report.flush();
  if (outcome.type === 'lost' || place.interrupted()) return outcome;
  const { text } = job.action;
  const { error } = outcome;
  const position = error.position === undefined ? undefined : error.position + failing.before;
  const described = describeSqlError({ error: { ...error, position }, text, statementLine: failing.line });
  const { err } = outputLines(job);
  for (const line of described.lines) err(line);
  return { result: { type: 'failed', reason: described.reason } };
}

async function commit(fence: Fence): Promise<Outcome> {
  const trouble = await quietly(fence.place.connection, 'commit');
  if (trouble === undefined) return { result: EXITED };
  return failed(fence, trouble, { text: '', line: undefined, before: 0 });
}

const nobody: StatementListener = {
  onColumns: () => undefined,
  onRow: () => undefined,
  onComplete: () => undefined,
};

/** Words of ours, which are not told. */
async function quietly(connection: PostgresConnection, text: string): Promise<PostgresTrouble | undefined> {
  const outcome = await connection.run(text, nobody);
  return outcome.type === 'done' ? undefined : outcome;
}

async function leftOpen({ job, place }: Fence): Promise<JobResult | undefined> {
  const outcome = await place.connection.run('', nobody);
  return outcome.type === 'done' && outcome.openTransaction ? openEnd(job) : undefined;
}

function openEnd(job: Job): JobResult {
  const reason = 'the fence ends inside a transaction it began: rolled back, COMMIT is missing';
  outputLines(job).err(reason);
  return { result: { type: 'failed', reason } };
}

function refused(job: Job, reason: string): JobResult {
  outputLines(job).err(reason);
  return { result: { type: 'refused', reason } };
}

function both(a: StatementListener, b: StatementListener): StatementListener {
  return {
    onColumns: (names) => {
      a.onColumns(names);
      b.onColumns(names);
    },
    onRow: (values) => {
      a.onRow(values);
      b.onRow(values);
    },
    onComplete: (tag) => {
      a.onComplete(tag);
      b.onComplete(tag);
    },
  };
}
