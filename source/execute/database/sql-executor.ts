import type { Executor, Job, JobResult } from '../executor.ts';
import { outputLines } from '../output-lines.ts';
import { QUERY_CANCELED } from './postgres-error.ts';
import { createDatabaseExecutor, type DatabaseOptions, type DatabaseWork } from './postgres-job.ts';
import { describeSqlError } from './sql-error.ts';
import { createSqlReport } from './sql-report.ts';
import { statementLines } from './sql-statements.ts';

/**
 * Runs the text of an `sql` fence. Several statements are one transaction, all or nothing;
 * one alone runs as it is, so that `CREATE DATABASE` works.
 */
export function createSqlExecutor(options: DatabaseOptions): Executor<JobResult> {
  return createDatabaseExecutor(options, (job) => runText(job));
}

function runText(job: Job): DatabaseWork {
  const { text } = job.action;
  return async ({ connection }) => {
    const { out, err } = outputLines(job);
    const lines = statementLines(text);
    if (lines?.length === 0) out('no statement in this fence');
    const report = createSqlReport(out);
    const outcome = await connection.run(text, report);
    report.flush();
    if (outcome.type === 'lost') return outcome;
    if (outcome.type === 'done') return outcome.openTransaction ? leftOpen(err) : { result: EXITED };
    const { error } = outcome;
    if (error.code === QUERY_CANCELED) return outcome;
    const description = describeSqlError({ error, text, statementLine: lines?.[report.completed()] });
    for (const line of description.lines) err(line);
    return { result: { type: 'failed', reason: description.reason } };
  };
}

const EXITED = { type: 'exited', code: 0 } as const;

function leftOpen(err: (line: string) => void): JobResult {
  const reason = 'the fence ends inside a transaction it began: rolled back, COMMIT is missing';
  err(reason);
  return { result: { type: 'failed', reason } };
}
