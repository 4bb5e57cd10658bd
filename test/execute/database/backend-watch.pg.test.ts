import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createSqlExecutor } from '../../../source/execute/database/sql-executor.ts';
import { systemTimers, type Timers } from '../../../source/execute/timers.ts';
import { plainSql, type SqlSettings } from '../../../source/plan/sql-settings.ts';
import { makeJob } from '../../helpers/action-job.ts';
import { startPostgres, type TestPostgres } from '../../helpers/postgres.ts';

let server: TestPostgres;

beforeAll(async () => {
  server = await startPostgres();
  await server.createDatabase('sakai');
  await server.query('sakai', 'create table gradebook (id int primary key, name text)');
  await server.query('sakai', "insert into gradebook select i, 'x' from generate_series(1, 400) as i");
  await server.query(
    'sakai',
    `create function slow(i int) returns int immutable language plpgsql
     as $$ begin perform pg_sleep(0.004); return i; end $$`,
  );
});
afterAll(() => server.stop());

/** Ten seconds pass in one. */
const quick: Timers = {
  now: () => systemTimers.now() * 10,
  after: (ms, callback) => systemTimers.after(ms / 10, callback),
};

function begin(text: string, more: Partial<SqlSettings> = {}) {
  const { job, output, stop } = makeJob({ text, sql: { ...plainSql, ...more } });
  const databases = { sakai: { url: server.url('sakai') } };
  const ended = createSqlExecutor({ databases, timers: quick }).perform(job);
  return { ended, output, stop };
}

async function holder(): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: server.url('sakai'), application_name: 'psql' });
  client.on('error', () => undefined);
  await client.connect();
  await client.query('begin');
  return client;
}

test('who holds the lock is told, again when it is another, and when it is over', async () => {
  const [first, second] = [await holder(), await holder()];
  await first.query("update gradebook set name = 'held'\nwhere id = 1");
  await second.query('select * from gradebook where id = 1');
  const { ended, output } = begin('alter table gradebook add other int');
  await expect.poll(output, { timeout: 10_000 }).toMatch(/\(psql\)[^\n]*\n[^\n]*\(psql\)/);
  const told = output();
  expect(told).toMatch(/^! gonogo: waiting for a lock for \d+ s, held by:$/m);
  const line =
    /^! gonogo: {3}pid \d+ postgres \(psql\) from 127\.0\.0\.1, idle in transaction, its transaction is \S+ old: (.*)$/m;
  expect(told).toMatch(line);
  expect(told).toMatch(/old: update gradebook set name = 'held'$/m);
  await first.end();
  await expect.poll(output, { timeout: 10_000 }).toMatch(/held by:[\s\S]*held by:[^(]*\(psql\)[^(]*$/);
  await second.end();
  expect(await ended).toEqual({ result: { type: 'exited', code: 0 } });
  expect(output()).not.toContain('watch');
  const left = `select application_name from pg_stat_activity where application_name like 'gonogo/%'`;
  expect(await server.query('postgres', left)).toEqual([]);
});

test('a wait that ends while the statement goes on is told', async () => {
  const client = await holder();
  await client.query('lock table gradebook');
  const { ended, output } = begin('do $$ begin perform 1 from gradebook; perform pg_sleep(1); end $$');
  await expect.poll(output, { timeout: 10_000 }).toContain('held by:');
  await client.end();
  await ended;
  expect(output()).toMatch(/^! gonogo: no longer waiting for a lock, after \d+ s$/m);
});

test('a stop while it waits for a lock', async () => {
  const client = await holder();
  await client.query('lock table gradebook');
  const { ended, output, stop } = begin("insert into gradebook values (1000, 'x')");
  await expect.poll(output, { timeout: 10_000 }).toContain('held by:');
  stop();
  expect(await ended).toEqual({ result: { type: 'stopped' } });
  await client.end();
});

test('who holds the lock is told before the server gives up', async () => {
  const client = await holder();
  await client.query('lock table gradebook');
  const { ended, output } = begin("insert into gradebook values (1000, 'x')", { lockTimeout: 600 });
  expect(await ended).toMatchObject({ result: { reason: expect.stringContaining('ERROR 55P03') } });
  expect(output()).toMatch(/held by:\n! gonogo: {3}pid \d+ postgres \(psql\)[\s\S]*lock timeout/);
  await client.end();
});

test('how far an index build and a copy are', async () => {
  const index = begin('create index on gradebook (slow(id))');
  await index.ended;
  expect(index.output()).toMatch(/^gonogo: \d+ %, create index of gradebook, building index/m);
  const copy = begin(`copy (select i, pg_sleep(0.004) from generate_series(1, 400) as i) to '/dev/null'`);
  await copy.ended;
  const rows = [...copy.output().matchAll(/^gonogo: (\d+) rows, copy$/gm)].map(([, count]) => Number(count));
  expect(rows.length).toBeGreaterThan(0);
  expect(rows.toSorted((a, b) => a - b)).toEqual(rows);
});
