import { oneLine } from '../reason.ts';
import { createProgressReport } from './backend-progress.ts';
import type { Row } from './postgres-connection.ts';

/**
 * What the backends of database `$1` do that a server counts, asked from any database of it: those of `pg_restore`,
 * and where there is none, those of any program. The names of another database's tables stand in their queries only.
 */
export function serverProgressQuery(views: readonly string[]): string {
  const counted = views
    .filter((name) => /^[a-z_]+$/.test(name))
    .map(
      (name) =>
        `select pid, '${name}' as kind, row_to_json(p) as facts from pg_stat_progress_${name} as p where datname = $1`,
    );
  return `
    select a.pid, p.kind, p.facts, split_part(ltrim(a.query, E' \\n\\r\\t'), E'\\n', 1) as query
    from (${counted.join(' union all ')}) as p join pg_stat_activity as a using (pid)
    where a.application_name = 'pg_restore'
      or (coalesce(a.backend_type, 'client backend') = 'client backend' and not exists (
        select from pg_stat_activity where datname = $1 and application_name = 'pg_restore'))
    order by a.pid`;
}

const NAME = String.raw`(?:"(?:[^"]|"")+"|[\p{L}_][\p{L}\p{N}_$]*)`;
const BEFORE = [
  'copy',
  String.raw`(?:vacuum|analyze|cluster)(?:\s*\([^)]*\)|(?:\s+(?:full|freeze|verbose|analyze))+)?`,
  String.raw`alter\s+table(?:\s+if\s+exists)?(?:\s+only)?`,
  String.raw`create(?:\s+unique)?\s+index(?:\s+concurrently)?(?:\s+if\s+not\s+exists)?(?:\s+${NAME})?\s+on(?:\s+only)?`,
];
const TABLE = new RegExp(String.raw`^(?:${BEFORE.join('|')})\s+(${NAME}(?:\.${NAME})?)`, 'iu');

/** The table that a query works on, as the query names it: nothing else of it is told. */
export function tableIn(query: string): string | undefined {
  const name = TABLE.exec(query)?.[1];
  return name === undefined ? undefined : oneLine(name, 60);
}

export type ServerReportOptions = {
  readonly say: (line: string) => void;
  readonly now: () => number;
};

/** Tells what each backend does, as long as there is something to tell. */
export function createServerReport(options: ServerReportOptions) {
  let reports = new Map<string, ReturnType<typeof createProgressReport>>();
  return {
    see: (rows: readonly Row[]) => {
      const seen = new Map<string, ReturnType<typeof createProgressReport>>();
      for (const { pid, kind = null, facts = null, query } of rows) {
        const key = pid ?? '';
        const report = reports.get(key) ?? createProgressReport(options);
        seen.set(key, report);
        report.see({ kind, facts, relation: tableIn(query ?? '') ?? null });
      }
      reports = seen;
    },
  };
}
