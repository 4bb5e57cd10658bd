import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { createSqlExecutor } from '../../../source/execute/database/sql-executor.ts';
import { resolveReference } from '../../../source/execute/reference.ts';
import { makeJob } from '../../helpers/action-job.ts';
import { startPostgres, type TestPostgres } from '../../helpers/postgres.ts';

let server: TestPostgres;
let databases: Record<string, { url: string }>;

beforeAll(async () => {
  server = await startPostgres();
  await server.createDatabase('sakai');
  databases = { sakai: { url: 'env:SAKAI_DSN' }, admin: { url: server.adminUrl } };
  await server.query('sakai', 'create table gradebook (id int primary key, name text)');
});

afterAll(() => server.stop());

function executor() {
  return createSqlExecutor({ databases, resolve: lookUp(server.url('sakai')) });
}

function lookUp(url: string) {
  return (reference: string) => resolveReference(reference, { SAKAI_DSN: url });
}

async function run(text: string, job: Parameters<typeof makeJob>[1] = {}, database = 'sakai') {
  const { job: whole, output } = makeJob({ text, on: { type: 'database', name: database } }, job);
  const { result } = await executor().perform(whole);
  return { result, output: output() };
}

test('several statements print their tags, and rows as a table', async () => {
  const { result, output } = await run(`
    insert into gradebook values (1, 'Gradebook'), (2, 'Gradebook 2');
    update gradebook set name = name || '!';
    select id, name, null as note from gradebook order by id;
  `);
  expect(result).toEqual({ type: 'exited', code: 0 });
  expect(output).toBe(
    [
      'INSERT 0 2',
      'UPDATE 2',
      'id | name         | note',
      '---+--------------+-----',
      '1  | Gradebook!   | NULL',
      '2  | Gradebook 2! | NULL',
      'SELECT 2',
      '',
    ].join('\n'),
  );
});

test('a failing statement undoes the ones before it and is shown with its line and a caret', async () => {
  const { result, output } = await run(
    "insert into gradebook values (7, 'lost');\n\n  update gradebok set name = 'é';\n",
  );
  expect(result).toEqual({
    type: 'failed',
    reason: 'ERROR 42P01: relation "gradebok" does not exist (line 3)',
  });
  expect(output).toBe(
    [
      'INSERT 0 1',
      '! ERROR 42P01: relation "gradebok" does not exist',
      "! LINE 3:   update gradebok set name = 'é';",
      '!                  ^',
      '',
    ].join('\n'),
  );
  expect(await server.query('sakai', 'select 1 from gradebook where id = 7')).toEqual([]);
});

test('an error without a position is placed at its statement, with the detail', async () => {
  const { result, output } = await run(
    "-- keys; twice\ninsert into gradebook values (8, ';');\ninsert into gradebook values (8, 'x');",
  );
  expect(result).toMatchObject({
    type: 'failed',
    reason: 'ERROR 23505: duplicate key value violates unique constraint "gradebook_pkey" (line 3)',
  });
  expect(output).toContain(
    "! LINE 3: insert into gradebook values (8, 'x');\n! DETAIL: Key (id)=(8) already",
  );
});

test('whatever the server says, the reason is one safe line that is not endless', async () => {
  const { result } = await run(`do $$ begin raise exception E'a\\x1b[2J\\n%', repeat('x', 1000); end $$`);
  const reason = 'reason' in result ? result.reason : '';
  expect(reason).toMatch(/^ERROR P0001: a<U\+001B>\[2J x+… \(line 1\)$/);
  expect(reason.length).toBeLessThan(300);
});

test('many rows are counted and not kept', async () => {
  const { output } = await run('select generate_series(1, 1000) as n');
  const lines = output.trimEnd().split('\n');
  expect(lines.slice(-3)).toEqual(['50', '... 950 more', 'SELECT 1000']);
  expect(lines).toHaveLength(2 + 50 + 2);
});

test('notices arrive while the statement runs', async () => {
  const { output } = await run(`do $$ begin raise notice 'half way'; perform 1; end $$`);
  expect(output).toBe('! NOTICE: half way\nDO\n');
  const cascade = await run(
    'create table a (x int primary key); create table b (x int references a);' +
      'create table c (x int references a); drop table a cascade; drop table b, c',
  );
  expect(cascade.output).toContain(
    '! NOTICE: drop cascades to 2 other objects\n! DETAIL: drop cascades to constraint',
  );
});

test('variables are settings, whatever they hold', async () => {
  const env = { tag: `r'; drop table gradebook; --`, GONOGO_RUN: 'R1', 'not-a-name': 'x' };
  const { output } = await run(
    `select current_setting('gonogo.tag') as tag, current_setting('gonogo.gonogo_run') as run,
            current_setting('application_name') as application`,
    { env },
  );
  expect(output).toContain(`r'; drop table gradebook; -- | R1  | gonogo/R1/scripts`);
  expect(await server.query('sakai', `select to_regclass('gradebook') is not null as there`)).toEqual([
    { there: true },
  ]);
});

test('one statement runs outside a transaction, among others it says what to do', async () => {
  expect((await run('CREATE DATABASE sakai_backup TEMPLATE sakai', {}, 'admin')).result).toEqual({
    type: 'exited',
    code: 0,
  });
  const { result, output } = await run('select 1; CREATE DATABASE other TEMPLATE sakai', {}, 'admin');
  expect(result).toMatchObject({
    type: 'failed',
    reason: expect.stringMatching(/^ERROR 25001: .* \(line 1\)$/),
  });
  expect(output).toContain('give it a fence of its own');
});

test('a database is restored by renaming right after jobs used it', async () => {
  await run('select 1');
  await run('CREATE DATABASE restore_source TEMPLATE sakai', {}, 'admin');
  await run('create table gone_after_restore (x int)');
  expect((await run('ALTER DATABASE sakai RENAME TO sakai_broken', {}, 'admin')).result.type).toBe('exited');
  expect((await run('CREATE DATABASE sakai TEMPLATE restore_source', {}, 'admin')).result.type).toBe(
    'exited',
  );
  const { output } = await run(`select to_regclass('gone_after_restore') as t, count(*) from gradebook`);
  expect(output).toContain('NULL | 2');
});

test('a transaction left open is a failure, not a silent rollback', async () => {
  const { result } = await run("begin; insert into gradebook values (9, 'open');");
  expect(result).toMatchObject({ type: 'failed', reason: expect.stringContaining('COMMIT is missing') });
  const whole = await run("begin; insert into gradebook values (9, 'kept'); commit;");
  expect(whole.result.type).toBe('exited');
  expect(whole.output).toBe('BEGIN\nINSERT 0 1\nCOMMIT\n');
});

test('copying from a client that has no data ends as an error', async () => {
  const { result } = await run('copy gradebook from stdin');
  expect(result).toMatchObject({ type: 'failed', reason: expect.stringContaining('no data to copy in') });
});

const patience = { timeout: 10_000, interval: 10 };

async function untilRunning(text: string): Promise<number> {
  const backends = `select pid from pg_stat_activity where application_name = 'gonogo/R1/scripts' and query = $1`;
  return await vi.waitFor(async () => {
    const [row] = await server.query('postgres', backends, [text]);
    expect(row).toBeDefined();
    return Number(row?.pid);
  }, patience);
}

async function gone(pid: number): Promise<void> {
  const backend = 'select 1 from pg_stat_activity where pid = $1';
  await vi.waitFor(async () => expect(await server.query('postgres', backend, [pid])).toEqual([]), patience);
}

test('the time limit cancels on the server', async () => {
  const text = 'select pg_sleep(600) /* limit */';
  const { result, output } = await run(text, { timeout: 200 });
  expect(result).toEqual({ type: 'timed-out', after: 200 });
  expect(output).toContain('! ERROR 57014');
});

test('a stop cancels on the server and the work is undone', async () => {
  const sleep = 'select pg_sleep(599)';
  const { job, stop } = makeJob({ text: `insert into gradebook values (20, 'stopped'); ${sleep}` });
  const performing = executor().perform(job);
  const pid = await untilRunning(sleep);
  stop();
  expect((await performing).result).toEqual({ type: 'stopped' });
  await gone(pid);
  expect(await server.query('sakai', 'select 1 from gradebook where id = 20')).toEqual([]);
});

test('a cancel by somebody else is a failure', async () => {
  const text = 'select pg_sleep(600) /* other */';
  const performing = run(text);
  await server.query('postgres', 'select pg_cancel_backend($1)', [await untilRunning(text)]);
  expect((await performing).result).toEqual({
    type: 'failed',
    reason: 'ERROR 57014: canceling statement due to user request (line 1)',
  });
});

test('a connection that ends while the statement runs is lost', async () => {
  const text = 'select pg_sleep(600) /* lost */';
  const performing = run(text);
  await server.query('postgres', 'select pg_terminate_backend($1)', [await untilRunning(text)]);
  expect((await performing).result).toEqual({
    type: 'lost',
    reason: 'FATAL 57P01: terminating connection due to administrator command',
  });
});

test('closing the executor gives its jobs up', async () => {
  const text = 'select pg_sleep(600) /* close */';
  const { job } = makeJob({ text });
  const closing = executor();
  const performing = closing.perform(job);
  const pid = await untilRunning(text);
  await closing.close();
  expect((await performing).result).toEqual({ type: 'lost', reason: 'the program closed' });
  await server.query('postgres', 'select pg_terminate_backend($1)', [pid]);
});

test('a stop before the start does not begin', async () => {
  const { job, stop } = makeJob({ text: "insert into gradebook values (30, 'never')" });
  stop();
  expect((await executor().perform(job)).result).toEqual({ type: 'stopped' });
  expect(await server.query('sakai', 'select 1 from gradebook where id = 30')).toEqual([]);
});

test('whoever is not let in is refused, and the password is in no message', async () => {
  const wrong = `postgres://postgres:s3cret%21word@127.0.0.1:${server.port}/sakai`;
  const { job, output } = makeJob({ text: 'select 1' });
  const { result } = await createSqlExecutor({ databases, resolve: lookUp(wrong) }).perform(job);
  expect(result).toEqual({
    type: 'refused',
    reason: `can't connect to 127.0.0.1:${server.port}/sakai: password authentication failed for user "postgres"`,
  });
  expect(output()).not.toMatch(/s3cret/);
});

test('a database that is not there, and a name the plan does not know, are refused', async () => {
  const nowhere = await run('select 1', {}, 'nowhere');
  expect(nowhere.result).toEqual({ type: 'refused', reason: 'the plan has no database nowhere' });
  const missing = createSqlExecutor({ databases: { sakai: { url: server.url('missing') } } });
  expect((await missing.perform(makeJob({ text: 'select 1' }).job)).result).toMatchObject({
    type: 'refused',
    reason: expect.stringContaining('database "missing" does not exist'),
  });
});
