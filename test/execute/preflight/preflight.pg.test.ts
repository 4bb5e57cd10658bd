import { afterAll, beforeAll, expect, test } from 'vitest';
import { runPreflight } from '../../../source/execute/preflight/preflight.ts';
import type { Transport } from '../../../source/execute/shell/shell-channel.ts';
import type { Plan } from '../../../source/plan/plan.ts';
import { makePlan, sh } from '../../helpers/plan.ts';
import { startPostgres, type TestPostgres } from '../../helpers/postgres.ts';

let server: TestPostgres;

beforeAll(async () => {
  server = await startPostgres();
  await server.createDatabase('sakai');
});
afterAll(() => server.stop());

const nowhere: Transport = {
  connection: async () => {
    throw new Error('no host is in these plans');
  },
  close: async () => undefined,
};

async function look(url: string, env: Record<string, string> = {}, text = 'select 1') {
  const action = sh([], { kind: 'sql', text, on: { type: 'database', name: 'sakai' } });
  const plan: Plan = {
    ...makePlan({ main: [{ id: 'a', actions: [action] }] }),
    databases: { sakai: { url } },
  };
  const { verdict, results } = await runPreflight({ plan, transport: nowhere, env });
  return { verdict, found: results.map(({ target, probe, words }) => `${target} ${probe}: ${words}`) };
}

test('a database that answers tells its version, and its clock is compared', async () => {
  const { verdict, found } = await look('env:DSN', { DSN: server.url('sakai') });
  expect(verdict).toBe('go');
  expect(found).toEqual([
    expect.stringMatching(/^db:sakai connection: PostgreSQL \d+/),
    "db:sakai clock: as this machine's",
  ]);
});

test('one that takes no writes is worth a word', async () => {
  await server.createDatabase('fixed');
  await server.query('fixed', 'alter database fixed set default_transaction_read_only = on');
  expect(await look(server.url('fixed'))).toMatchObject({
    verdict: 'warn',
    found: [expect.stringContaining('read only'), expect.anything()],
  });
});

test('a reference that leads nowhere, a database that is not there, a dead server and a wrong password', async () => {
  expect(await look('env:DSN')).toEqual({
    verdict: 'no-go',
    found: ['db:sakai reference: env:DSN: the environment has no variable DSN'],
  });
  const missing = await look(server.url('no_such_database'));
  expect(missing).toMatchObject({ verdict: 'no-go', found: [expect.stringContaining('does not exist')] });
  const dead = await look('postgres://u:secret@127.0.0.1:1/x');
  expect(dead).toMatchObject({ verdict: 'no-go', found: [expect.stringContaining('ECONNREFUSED')] });
  expect(dead.found.join()).not.toContain('secret');
  const wrong = await look(server.url('sakai').replace(server.password, 'wrong-word'));
  expect(wrong).toMatchObject({ verdict: 'no-go', found: [expect.stringContaining('password')] });
  expect(wrong.found.join()).not.toContain('wrong-word');
});

test.each([
  ['CREATE DATABASE no_such_database TEMPLATE sakai', 'go'],
  ['alter database unfinished rename to "no_such_database"', 'go'],
  ['CREATE DATABASE no_such_database_2', 'no-go'],
])('a database that is not there yet is missed, unless a step makes it: %s', async (text, verdict) => {
  expect((await look(server.url('no_such_database'), {}, text)).verdict).toBe(verdict);
});
