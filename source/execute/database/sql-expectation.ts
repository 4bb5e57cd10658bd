import { rowsWords, type SqlExpectation, type SqlTable } from '../../plan/sql-settings.ts';
import type { StatementListener } from './postgres-simple-query.ts';

/** The last result of a text, as far as it may be compared. */
export type SqlResult = {
  /** Undefined where nothing was given back. */
  readonly columns: readonly string[] | undefined;
  /** The first of them. */
  readonly rows: readonly (readonly string[])[];
  /** How many there were; of a statement that gives none back, how many it changed. */
  readonly count: number;
};

export type ResultKeeper = StatementListener & { readonly last: () => SqlResult };

const empty: SqlResult = { columns: undefined, rows: [], count: 0 };

/** Keeps the last result, and of its rows one more than are expected. */
export function keepResult({ table }: SqlExpectation): ResultKeeper {
  const most = (table?.rows.length ?? 1) + 1;
  let columns: readonly string[] | undefined;
  let rows: (readonly string[])[] = [];
  let count = 0;
  let last = empty;
  return {
    onColumns: (names) => {
      columns = names;
    },
    onRow: (values) => {
      count += 1;
      if (rows.length < most) rows.push(values.map((value) => value ?? 'NULL'));
    },
    onComplete: (tag) => {
      const changed = Number(/ (\d+)$/.exec(tag)?.[1] ?? 0);
      last = { columns, rows, count: columns === undefined ? changed : count };
      columns = undefined;
      rows = [];
      count = 0;
    },
    last: () => last,
  };
}

/** What of it is not as expected, in one sentence; undefined where all is. */
export function expectationFault(
  { value, rows, table }: SqlExpectation,
  result: SqlResult,
): string | undefined {
  return (
    (rows === undefined || rows === result.count
      ? undefined
      : `expected ${rowsWords(rows)}, got ${result.count}`) ??
    (value === undefined ? undefined : valueFault(value, result)) ??
    (table === undefined ? undefined : tableFault(table, result))
  );
}

function valueFault(value: string, { columns, rows, count }: SqlResult): string | undefined {
  const wanted = JSON.stringify(value);
  if (columns === undefined) return `expected ${wanted}, got nothing`;
  if (count !== 1 || columns.length !== 1) {
    const shape = `${rowsWords(count)} of ${columns.length} ${columns.length === 1 ? 'column' : 'columns'}`;
    return `expected ${wanted}, got ${shape}`;
  }
  const found = rows[0]?.[0] ?? '';
  return found.trim() === value ? undefined : `expected ${wanted}, got ${JSON.stringify(found)}`;
}

function tableFault(table: SqlTable, { columns, rows, count }: SqlResult): string | undefined {
  if (columns === undefined) return 'expected a table, got nothing';
  const names = table.columns ?? columns;
  if (names.join('|') !== columns.join('|')) {
    return `expected the columns ${names.join(', ')}, got ${columns.join(', ')}`;
  }
  if (table.rows.length !== count) return `expected ${rowsWords(table.rows.length)}, got ${count}`;
  for (const [at, wanted] of table.rows.entries()) {
    const found = (rows[at] ?? []).map((cell) => cell.trim());
    const column = wanted.findIndex((cell, index) => cell !== found[index]);
    if (column === -1 && found.length === wanted.length) continue;
    if (column === -1 || found.length !== wanted.length) {
      return `expected ${wanted.length} columns, got ${found.length}`;
    }
    const place = `row ${at + 1}, ${columns[column] ?? `column ${column + 1}`}`;
    return `${place}: expected ${JSON.stringify(wanted[column] ?? '')}, got ${JSON.stringify(found[column] ?? '')}`;
  }
  return undefined;
}
