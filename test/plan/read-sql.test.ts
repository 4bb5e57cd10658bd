import { expect, test } from 'vitest';
import { formatDuration } from '../../source/plan/duration.ts';
import { plainSql, sqlWords } from '../../source/plan/sql-settings.ts';
import { errorsOf, stepOf } from './write-plan.ts';

function main(fences: string): string {
  const indented = fences.split('\n').map((line) => `  ${line}`.trimEnd());
  return `- (S + 0 DBA) Look {#a for=1m}\n\n${indented.join('\n')}`;
}

function sqlOf(fences: string) {
  return stepOf({ main: main(fences) }, 'a').actions.map(({ sql }) => sql);
}

test('an sql fence says how it runs, and what its result has to be', () => {
  expect(sqlOf('```sql on=sakai\nselect 1\n```')).toEqual([plainSql]);
  const info = 'sql on=sakai tx=statement lock-timeout=5s statement-timeout=10m expect="in use" rows=3';
  const [sql] = sqlOf(`\`\`\`${info}\nselect 1\n\`\`\``);
  expect(sql).toEqual({
    tx: 'statement',
    lockTimeout: 5_000,
    statementTimeout: 600_000,
    expected: { value: 'in use', rows: 3, table: undefined },
  });
  expect(sqlWords(sql ?? plainSql, formatDuration)).toEqual([
    'one transaction a statement',
    'lock timeout 5s',
    'statement timeout 10m',
    'expects "in use"',
    'expects 3 rows',
  ]);
});

test.each([
  [
    'site | count\n------+---\na    | 3\nb    |',
    ['site', 'count'],
    [
      ['a', '3'],
      ['b', ''],
    ],
  ],
  ['| site | count |\n|:-----|------:|\n| a | 3 |', ['site', 'count'], [['a', '3']]],
  [
    'a | 3\n\nb | 0',
    undefined,
    [
      ['a', '3'],
      ['b', '0'],
    ],
  ],
  ['0', undefined, [['0']]],
  ['n\n-', ['n'], []],
])('an expect fence %j', (text, columns, rows) => {
  const [sql, ...rest] = sqlOf(`\`\`\`sql on=sakai\nselect 1\n\`\`\`\n\n\`\`\`expect\n${text}\n\`\`\``);
  expect(rest).toEqual([]);
  expect(sql?.expected.table).toEqual({ columns, rows });
});

test.each([
  ['```sql on=sakai tx=row\nselect 1\n```', '`row` is no way to make transactions', 'known: `file`'],
  ['```sql on=sakai lock-timeout=soon\nselect 1\n```', '`soon` is no time', '`lock-timeout=5s`'],
  ['```sql on=sakai rows=few\nselect 1\n```', '`few` is no number of rows', '`rows=3`'],
  ['```sql on=sakai expect\nselect 1\n```', '`expect` has no value', '`expect=0`'],
  ['```sql on=sakai tx=statement\nbegin; select 1\n```', 'transactions of its own', '`tx=none`'],
  [
    '```sql on=sakai\nselect 1;\n\\copy t from x\n```',
    '`\\copy` (line 2 of the fence) is a command of psql',
    'run `psql`',
  ],
  ['```sh tx=file\ntrue\n```', '`tx` is for `sql`', 'leave it out'],
  ['```sh\ntrue\n```\n\n```expect\n0\n```', 'follows no `sql`', 'right after'],
  ['```sql on=sakai\nselect 1\n```\n\n```expect\n0\n1 | 2\n```', 'is no table', 'as the log shows it'],
  ['```sql on=sakai\nselect 1\n```\n\n```expect\n```', 'is no table', 'as the log shows it'],
])('%j is refused', (fences, message, mend) => {
  expect(errorsOf({ main: main(fences) })).toEqual([
    expect.objectContaining({
      message: expect.stringContaining(message),
      mend: expect.stringContaining(mend),
    }),
  ]);
});
