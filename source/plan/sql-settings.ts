/** How an `sql` fence runs, and what its last result has to be. */
export type SqlSettings = {
  /**
   * `file`: one transaction, all or nothing; one statement alone runs as it is. `statement`: one a statement. `none`:
   * one statement after the other as they are, with transactions of their own.
   */
  readonly tx: 'file' | 'statement' | 'none';
  /** Milliseconds; undefined: the server's own. */
  readonly lockTimeout: number | undefined;
  readonly statementTimeout: number | undefined;
  readonly expected: SqlExpectation;
};

/** What is undefined is not looked at. */
export type SqlExpectation = {
  /** Of a result of one row and one column. */
  readonly value: string | undefined;
  /** Rows given back, or changed. */
  readonly rows: number | undefined;
  /** Of an `expect` fence. */
  readonly table: SqlTable | undefined;
};

/** As text; without columns only the rows are compared. */
export type SqlTable = {
  readonly columns: readonly string[] | undefined;
  readonly rows: readonly (readonly string[])[];
};

export const plainSql: SqlSettings = {
  tx: 'file',
  lockTimeout: undefined,
  statementTimeout: undefined,
  expected: { value: undefined, rows: undefined, table: undefined },
};

/** `SELECT 3` and the like are all that is asked for. */
export function expectsAnything({ value, rows, table }: SqlExpectation): boolean {
  return value !== undefined || rows !== undefined || table !== undefined;
}

/** `one transaction a statement, lock timeout 5s, expects 3 rows` */
export function sqlWords(settings: SqlSettings, duration: (ms: number) => string): readonly string[] {
  const { tx, lockTimeout, statementTimeout, expected } = settings;
  return [
    ...(tx === 'statement' ? ['one transaction a statement'] : []),
    ...(tx === 'none' ? ['no transaction around it'] : []),
    ...(lockTimeout === undefined ? [] : [`lock timeout ${duration(lockTimeout)}`]),
    ...(statementTimeout === undefined ? [] : [`statement timeout ${duration(statementTimeout)}`]),
    ...(expected.value === undefined ? [] : [`expects ${JSON.stringify(expected.value)}`]),
    ...(expected.rows === undefined ? [] : [`expects ${rowsWords(expected.rows)}`]),
    ...(expected.table === undefined ? [] : [`expects a table of ${rowsWords(expected.table.rows.length)}`]),
  ];
}

export function rowsWords(count: number): string {
  return `${count} ${count === 1 ? 'row' : 'rows'}`;
}
