import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createSqlExecutor } from '../../../source/execute/database/sql-executor.ts';
import type { Action } from '../../../source/plan/plan.ts';
import { plainSql, type SqlExpectation, type SqlSettings } from '../../../source/plan/sql-settings.ts';
import { makeJob } from '../../helpers/action-job.ts';
import { startPostgres, type TestPostgres } from '../../helpers/postgres.ts';

let server: TestPostgres;

beforeAll(async () => {
  server = await startPostgres();
  await server.createDatabase('sakai');
});
beforeEach(async () => {
  await server.query('sakai', 'drop table if exists gradebook');
  await server.query('sakai', 'create table gradebook (id int primary key, name text)');
});
afterAll(() => server.stop());

async function run(text: string, sql: Partial<SqlSettings> = {}) {
  const databases = { sakai: { url: server.url('sakai') } };
  const action: Partial<Action> = { text, sql: { ...plainSql, ...sql } };
  const { job, output } = makeJob(action);
  const { result } = await createSqlExecutor({ databases }).perform(job);
  return { result, output: output() };
}

function expecting(more: Partial<SqlExpectation>): Partial<SqlSettings> {
  return { expected: { ...plainSql.expected, ...more } };
}

async function ids(): Promise<readonly unknown[]> {
  return (await server.query('sakai', 'select id from gradebook order by id')).map(({ id }) => id);
}

const EXITED = { type: 'exited', code: 0 };
const insert = (id: number) => `insert into gradebook values (${id}, 'x');`;

test('a file is one transaction: what failed undoes what went before it', async () => {
  const { result } = await run(`${insert(1)}\n${insert(2)}\nselect 1/0;`);
  expect(result).toEqual({ type: 'failed', reason: 'ERROR 22012: division by zero (line 3)' });
  expect(await ids()).toEqual([]);
});

test('each statement is told when it ends, and not at the end of all', async () => {
  const { job } = makeJob({ text: `${insert(1)} select pg_sleep(600);`, sql: plainSql }, {});
  const { promise, resolve } = Promise.withResolvers<string>();
  const controller = new AbortController();
  const performing = createSqlExecutor({ databases: { sakai: { url: server.url('sakai') } } }).perform({
    ...job,
    stop: controller.signal,
    onOutput: ({ bytes }) => resolve(Buffer.from(bytes).toString()),
  });
  expect(await promise).toBe('INSERT 0 1\n');
  controller.abort();
  expect((await performing).result).toEqual({ type: 'stopped' });
  expect(await ids()).toEqual([]);
});

test('what comes at the end of the transaction fails it, too', async () => {
  await run(`alter table gradebook add other int references gradebook deferrable initially deferred;`);
  const { result, output } = await run(`insert into gradebook values (1, 'x', 2); ${insert(3)}`);
  expect(result).toMatchObject({ type: 'failed', reason: expect.stringContaining('violates foreign key') });
  expect(output).toContain('! ERROR 23503');
  expect(await ids()).toEqual([]);
});

test('tx=statement keeps what was done, and says how much that is', async () => {
  const { result, output } = await run(
    `${insert(1)}\n${insert(2)}\nselect né from gradebook;\n${insert(3)}`,
    {
      tx: 'statement',
    },
  );
  expect(result).toEqual({ type: 'failed', reason: 'ERROR 42703: column "né" does not exist (line 3)' });
  expect(output).toBe(
    [
      'INSERT 0 1',
      'INSERT 0 1',
      '! 2 of 4 statements are committed before this one',
      '! ERROR 42703: column "né" does not exist',
      '! LINE 3: select né from gradebook;',
      '!                ^',
      '',
    ].join('\n'),
  );
  expect(await ids()).toEqual([1, 2]);
  expect((await run('begin; select 1; commit', { tx: 'statement' })).result.type).toBe('refused');
});

test('tx=none runs what no transaction takes, and transactions of its own', async () => {
  const text = `begin; ${insert(1)} commit; vacuum gradebook; create index concurrently on gradebook (name);`;
  expect(await run(text, { tx: 'none' })).toEqual({
    result: EXITED,
    output: 'BEGIN\nINSERT 0 1\nCOMMIT\nVACUUM\nCREATE INDEX\n',
  });
  expect((await run(`begin; ${insert(2)}`, { tx: 'none' })).result).toMatchObject({
    type: 'failed',
    reason: expect.stringContaining('COMMIT is missing'),
  });
  expect(await ids()).toEqual([1]);
  expect((await run('vacuum gradebook; select 1')).output).toContain('or write tx=none on this one');
});

test('the place of an error in a later statement, after text of many bytes', async () => {
  const { result, output } = await run("select 'é😀';\n  select '😀',\n    selct;");
  expect(result).toMatchObject({ reason: 'ERROR 42703: column "selct" does not exist (line 3)' });
  expect(output).toContain('! LINE 3:     selct;\n!             ^\n');
});

test('a command of psql is refused before anything runs', async () => {
  const { result } = await run(`${insert(1)}\n\\copy gradebook from x.csv`);
  const reason = 'line 2: \\copy is a command of psql, which no server knows';
  expect(result).toEqual({ type: 'refused', reason });
  expect(await ids()).toEqual([]);
});

test('a single value is as expected, or the step fails', async () => {
  const count = 'select count(*) from gradebook';
  expect((await run(count, expecting({ value: '0' }))).result).toEqual(EXITED);
  expect((await run(count, expecting({ value: '3' }))).result).toEqual({
    type: 'failed',
    reason: 'expected "3", got "0"; rolled back',
  });
  expect((await run('select 1 where false', expecting({ value: '3' }))).result).toMatchObject({
    reason: 'expected "3", got 0 rows of 1 column; rolled back',
  });
  expect((await run('select null::text', expecting({ value: 'NULL' }))).result).toEqual(EXITED);
  expect((await run(insert(1), expecting({ value: '1' }))).result).toMatchObject({
    reason: 'expected "1", got nothing; rolled back',
  });
});

test('a number of rows, read or changed; what is not as expected is undone', async () => {
  expect(
    (await run(`${insert(1)} ${insert(2)} select * from gradebook`, expecting({ rows: 2 }))).result,
  ).toEqual(EXITED);
  const update = "update gradebook set name = 'changed'";
  const { result, output } = await run(update, expecting({ rows: 1 }));
  expect(result).toEqual({ type: 'failed', reason: 'expected 1 row, got 2; rolled back' });
  expect(output).toBe('UPDATE 2\n! expected 1 row, got 2; rolled back\n');
  expect(await server.query('sakai', "select 1 from gradebook where name = 'changed'")).toEqual([]);
  const kept = await run(update, { ...expecting({ rows: 1 }), tx: 'none' });
  expect(kept.result).toMatchObject({ reason: expect.stringContaining('what ran stays as it is') });
  expect((await run(update, expecting({ rows: 2 }))).result).toEqual(EXITED);
});

test('a table of expected rows', async () => {
  const text = "select * from (values (1, 'a'), (2, null)) as t (id, name)";
  const rows = [
    ['1', 'a'],
    ['2', 'NULL'],
  ];
  const reason = async (table: SqlExpectation['table']) => {
    const { result } = await run(text, expecting({ table }));
    return 'reason' in result ? result.reason : 'as expected';
  };
  expect(await reason({ columns: ['id', 'name'], rows })).toBe('as expected');
  expect(await reason({ columns: undefined, rows })).toBe('as expected');
  expect(await reason({ columns: ['id', 'nam'], rows })).toMatch(
    /^expected the columns id, nam, got id, name;/,
  );
  expect(await reason({ columns: undefined, rows: rows.slice(1) })).toMatch(/^expected 1 row, got 2;/);
  expect(
    await reason({
      columns: undefined,
      rows: [
        ['1', 'b'],
        ['2', 'NULL'],
      ],
    }),
  ).toMatch(/^row 1, name: expected "b", got "a";/);
  expect(await reason({ columns: undefined, rows: [['1'], ['2']] })).toMatch(/^expected 1 columns, got 2;/);
});

test('a statement that takes too long, and one that waits too long for a lock', async () => {
  expect((await run('select 1; select pg_sleep(600)', { statementTimeout: 50 })).result).toEqual({
    type: 'failed',
    reason: 'ERROR 57014: canceling statement due to statement timeout (line 1)',
  });
  const holder = server.query('sakai', 'begin; lock table gradebook; select pg_sleep(1); commit');
  await expect
    .poll(() =>
      server.query(
        'sakai',
        "select 1 from pg_locks where mode = 'AccessExclusiveLock' and relation = 'gradebook'::regclass",
      ),
    )
    .toHaveLength(1);
  expect((await run(insert(1), { lockTimeout: 50 })).result).toEqual({
    type: 'failed',
    reason: 'ERROR 55P03: canceling statement due to lock timeout (line 1)',
  });
  await holder;
});

test('of a deadlock one gives way, with what the server knows of it', async () => {
  await run(`${insert(1)} ${insert(2)}`);
  const update = (id: number) => `update gradebook set name = name where id = ${id};`;
  const ends = await Promise.all([
    run(`${update(1)} select pg_sleep(0.3); ${update(2)}`),
    run(`${update(2)} select pg_sleep(0.3); ${update(1)}`),
  ]);
  const [lost, ...others] = ends.filter(({ result }) => result.type !== 'exited');
  expect(others).toEqual([]);
  expect(lost?.result).toMatchObject({ reason: expect.stringContaining('ERROR 40P01: deadlock detected') });
  expect(lost?.output).toMatch(/! DETAIL: Process \d+ waits for ShareLock/);
});

test('a long file goes in one piece, and is one transaction all the same', async () => {
  const many = (last: string) =>
    `${Array.from({ length: 150 }, (_, at) => insert(at + 1)).join('\n')}\n${last}`;
  const wrong = await run(many('  select 1/0'));
  expect(wrong.result).toEqual({ type: 'failed', reason: 'ERROR 22012: division by zero (line 151)' });
  expect(wrong.output).toContain('! LINE 151:   select 1/0\n');
  expect((await run(many('select count(*) from gradebook'), expecting({ value: '1' }))).result).toMatchObject(
    {
      reason: 'expected "1", got "150"; rolled back',
    },
  );
  expect(await ids()).toEqual([]);
  expect((await run(many('select 1'), expecting({ value: '1' }))).result).toEqual(EXITED);
  expect(await ids()).toHaveLength(150);
});
