import type { StatementListener } from './postgres-simple-query.ts';

export type SqlReport = StatementListener & {
  /** How many statements have ended. */
  readonly completed: () => number;
  /** Prints rows that came before the end of a statement that failed. */
  readonly flush: () => void;
};

const MOST_ROWS = 50;
const WIDEST_CELL = 120;

export type SqlReportOptions = {
  readonly print: (line: string) => void;
  /** Epoch milliseconds. */
  readonly now: () => number;
};

/** Milliseconds: how long a statement took is told from there on. */
const worthTelling = 1_000;

/** Prints each statement's command tag as it ends, rows before it as an aligned table; bounded, however many there are. */
export function createSqlReport({ print, now }: SqlReportOptions): SqlReport {
  let since = now();
  let columns: readonly string[] | undefined;
  let rows: string[][] = [];
  let count = 0;
  let printed = false;
  let completed = 0;
  const printTable = () => {
    if (!printed && (columns !== undefined || rows.length > 0)) {
      for (const line of tableLines(columns, rows)) print(line);
    }
    printed = true;
  };
  const flush = () => {
    printTable();
    if (count > MOST_ROWS) print(`... ${count - MOST_ROWS} more`);
    columns = undefined;
    rows = [];
    count = 0;
    printed = false;
  };
  return {
    onColumns: (names) => {
      columns = names;
    },
    onRow: (values) => {
      count += 1;
      if (count <= MOST_ROWS) rows.push(values.map(cellText));
      if (count === MOST_ROWS) printTable();
    },
    onComplete: (tag) => {
      flush();
      const took = now() - since;
      since = now();
      print(took < worthTelling ? tag : `${tag} (${(took / 1_000).toFixed(1)} s)`);
      completed += 1;
    },
    completed: () => completed,
    flush,
  };
}

function tableLines(columns: readonly string[] | undefined, rows: readonly string[][]): string[] {
  if (columns === undefined) return rows.map((row) => row.join(' '));
  if (columns.length === 0) return [];
  const widths = columns.map((name, index) =>
    Math.max(name.length, ...rows.map((row) => row[index]?.length ?? 0)),
  );
  const join = (cells: readonly string[]) =>
    cells
      .map((cell, index) => cell.padEnd(widths[index] ?? 0))
      .join(' | ')
      .trimEnd();
  return [join(columns), widths.map((width) => '-'.repeat(width)).join('-+-'), ...rows.map(join)];
}

function cellText(value: string | null): string {
  if (value === null) return 'NULL';
  const line = value.replaceAll('\n', '\\n').replaceAll('\r', '\\r').replaceAll('\t', '\\t');
  return line.length > WIDEST_CELL ? `${line.slice(0, WIDEST_CELL - 3)}...` : line;
}
