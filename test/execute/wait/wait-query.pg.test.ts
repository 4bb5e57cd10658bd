import { afterAll, beforeAll, expect, test } from 'vitest';
import { resolveReference } from '../../../source/execute/reference.ts';
import { createWaitExecutor } from '../../../source/execute/wait/wait-executor.ts';
import { makeJob } from '../../helpers/action-job.ts';
import { startPostgres, type TestPostgres } from '../../helpers/postgres.ts';

let server: TestPostgres;

beforeAll(async () => {
  server = await startPostgres();
  await server.createDatabase('sakai');
  await server.query('sakai', 'create table queue (id int primary key, state text)');
});

afterAll(() => server.stop());

type Query = { readonly row?: string; readonly timeout?: number; readonly url?: string };

function wait(sql: string, { row, timeout = 20_000, url = server.url('sakai') }: Query = {}) {
  const made = makeJob(
    { kind: 'wait', wait: { until: { type: 'query', sql, row }, text: `query ${sql}`, interval: 100 } },
    { timeout, env: { tag: 'v2' } },
  );
  const transport = () => Promise.reject(new Error('no host here'));
  const executor = createWaitExecutor({
    databases: { sakai: { url: 'env:DSN' } },
    transport,
    resolve: (reference) => resolveReference(reference, { DSN: url }),
  });
  return { ...made, done: executor.perform(made.job) };
}

test('until the first row is the one expected', async () => {
  await server.query('sakai', "insert into queue values (1, 'open'), (2, 'open')");
  const sql = "select count(*), current_setting('gonogo.tag') from queue where state = 'open'";
  const { done, output } = wait(sql, { row: '0|v2' });
  await expect.poll(output, { timeout: 10_000 }).toContain('not yet: row 2|v2');
  await server.query('sakai', "update queue set state = 'done' where id = 1");
  await expect.poll(output, { timeout: 10_000 }).toContain('not yet: row 1|v2');
  await server.query('sakai', "update queue set state = 'done'");
  expect((await done).result).toEqual({ type: 'exited', code: 0 });
  expect(output()).toContain('row 0|v2, after 0s');
});

test('until any row comes', async () => {
  const { done, output } = wait('select null as a from queue where id = 7');
  await expect.poll(output, { timeout: 10_000 }).toContain('not yet: no row');
  await server.query('sakai', "insert into queue values (7, 'x')");
  expect((await done).result).toEqual({ type: 'exited', code: 0 });
  expect(output()).toContain('row NULL, after');
});

test('it can only look', async () => {
  const { result } = await wait("insert into queue values (99, 'no') returning id").done;
  expect(result).toMatchObject({ type: 'failed', reason: expect.stringContaining('read-only transaction') });
  expect(await server.query('sakai', 'select * from queue where id = 99')).toEqual([]);
});

test('a statement that is wrong ends it at once', async () => {
  expect((await wait('select * from nowhere').done).result).toEqual({
    type: 'failed',
    reason: 'ERROR 42P01: relation "nowhere" does not exist',
  });
});

test('a stop ends a query that hangs', async () => {
  const { done, output, stop } = wait('select pg_sleep(600)');
  await expect.poll(output).toContain('waiting for');
  await expect
    .poll(
      () => server.query('postgres', "select 1 from pg_stat_activity where query like 'select pg_sleep%'"),
      {
        timeout: 10_000,
      },
    )
    .toHaveLength(1);
  stop();
  expect((await done).result).toEqual({ type: 'stopped' });
  await expect
    .poll(
      () => server.query('postgres', "select 1 from pg_stat_activity where query like 'select pg_sleep%'"),
      {
        timeout: 10_000,
      },
    )
    .toHaveLength(0);
});

test('a server that is not there is waited for, and its password is not said', async () => {
  const { done, output } = wait('select 1', { url: 'postgres://me:s3cret@127.0.0.1:1/sakai', timeout: 500 });
  expect((await done).result).toEqual({ type: 'timed-out', after: 500 });
  expect(output()).toContain("not yet: can't connect to");
  expect(output()).not.toContain('s3cret');
});
