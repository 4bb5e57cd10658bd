import type { Code } from 'mdast';
import { placeOf } from './markdown.ts';
import type { Action } from './plan.ts';
import type { ProblemList } from './problem-list.ts';
import type { SqlTable } from './sql-settings.ts';

/** What an `expect` fence says of the `sql` before it; undefined where there is none, which is told. */
export function withExpectation(
  fence: Code,
  before: Action | undefined,
  { problems }: { readonly problems: ProblemList },
): Action | undefined {
  const { start } = placeOf(fence);
  const place = { offset: start, length: 3 };
  if (before?.sql === undefined) {
    const mend = 'put it right after the `sql` whose result it is';
    problems.error({ ...place, message: 'this `expect` follows no `sql`', mend });
    return undefined;
  }
  const table = readExpectedTable(fence.value);
  const width = (table.columns ?? table.rows[0])?.length;
  if (width === undefined || table.rows.some((row) => row.length !== width)) {
    const message = 'this `expect` is no table: each line needs the same number of cells';
    problems.error({ ...place, message, mend: 'write the result as the log shows it, cells between `|`' });
  }
  return { ...before, sql: { ...before.sql, expected: { ...before.sql.expected, table } } };
}

/** The text of an `expect` fence, as results are shown: cells between `|`, a line of dashes under the names of columns. */
function readExpectedTable(text: string): SqlTable {
  const given = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  // Markdown's tables have a `|` on either side.
  const framed = given.every((line) => line.length > 1 && line.startsWith('|') && line.endsWith('|'));
  const lines = framed ? given.map((line) => line.slice(1, -1)) : given;
  const ruled = lines[1] !== undefined && /^[\s|+:-]*-[\s|+:-]*$/.test(lines[1]);
  const [columns, ...rest] = ruled ? [lines[0], ...lines.slice(2)] : [undefined, ...lines];
  return { columns: columns === undefined ? undefined : cellsOf(columns), rows: rest.map(cellsOf) };
}

function cellsOf(line: string): readonly string[] {
  return line.split('|').map((cell) => cell.trim());
}
