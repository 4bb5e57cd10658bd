import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createMarkerExecutor } from '../../../source/execute/database/marker-executor.ts';
import { createSqlExecutor } from '../../../source/execute/database/sql-executor.ts';
import type { MarkerFact } from '../../../source/run/facts.ts';
import { makeJob } from '../../helpers/action-job.ts';
import { startPostgres, type TestPostgres } from '../../helpers/postgres.ts';

let server: TestPostgres;
let databases: Record<string, { url: string }>;
let number = 0;

beforeAll(async () => {
  server = await startPostgres();
});

afterAll(() => server.stop());

beforeEach(async () => {
  number += 1;
  const url = await server.createDatabase(`sakai_${number}`);
  databases = { sakai: { url }, admin: { url: server.adminUrl } };
});

type Change = { readonly run?: string; readonly markers?: Record<string, MarkerFact> };

async function marker(verb: 'set' | 'check', name: string, { run = 'R1', markers = {} }: Change = {}) {
  const { job, output } = makeJob(
    { kind: 'marker', text: `${verb} ${name}`, marker: { verb, name } },
    { run, context: { planTitle: 'Gradebook 2 release', summary: '', markers } },
  );
  const executor = createMarkerExecutor({ databases, zone: 'America/Los_Angeles' });
  return { ...(await executor.perform(job)), output: output() };
}

async function set(name: string, change?: Change): Promise<MarkerFact> {
  const { result, marker: fact } = await marker('set', name, change);
  expect(result).toEqual({ type: 'exited', code: 0 });
  if (fact === undefined) throw new Error('no fact');
  return fact;
}

async function sql(text: string) {
  const place = { type: 'database', name: 'admin' } as const;
  const { result } = await createSqlExecutor({ databases }).perform(makeJob({ text, on: place }).job);
  expect(result).toEqual({ type: 'exited', code: 0 });
}

test('a marker is a row that its check finds again', async () => {
  const fact = await set('release');
  expect(fact).toMatchObject({
    name: 'release',
    database: 'sakai',
    token: expect.stringMatching(/^[0-9a-f]{32}$/),
  });
  const rows = await server.query(
    `sakai_${number}`,
    'select name, run, plan, step, attempt, token, written_at from public.gonogo_marker',
  );
  expect(rows).toEqual([
    {
      name: 'release',
      run: 'R1',
      plan: 'Gradebook 2 release',
      step: 'scripts',
      attempt: 1,
      token: fact.token,
      written_at: new Date(fact.at),
    },
  ]);
  const { result, output, marker: none } = await marker('check', 'release', { markers: { release: fact } });
  expect(result).toEqual({ type: 'exited', code: 0 });
  expect(none).toBeUndefined();
  expect(output).toMatch(/^marker release found in sakai: written at 2\S+ \S+ P[DS]T by this run, token /);
});

test('a copy from after the marker passes, one from before it does not', async () => {
  const name = `sakai_${number}`;
  await sql(`CREATE DATABASE before_${number} TEMPLATE ${name}`);
  const fact = await set('release');
  await sql(`CREATE DATABASE after_${number} TEMPLATE ${name}`);
  const markers = { release: fact };
  databases = { ...databases, sakai: { url: server.url(`after_${number}`) } };
  expect((await marker('check', 'release', { markers })).result.type).toBe('exited');
  databases = { ...databases, sakai: { url: server.url(`before_${number}`) } };
  expect((await marker('check', 'release', { markers })).result).toEqual({
    type: 'failed',
    reason: 'database sakai has no marker table: it was never marked',
  });
});

test('a marker written later shows that the database was not restored', async () => {
  const fact = await set('before-scripts');
  await set('after-scripts');
  const { result, output } = await marker('check', 'before-scripts', { markers: { 'before-scripts': fact } });
  const reason =
    /^this is not the database as it was when before-scripts was set: marker after-scripts of \d{4}-\d\d-\d\d \d\d:\d\d:\d\d P[DS]T was written after it$/;
  expect(result).toMatchObject({ type: 'failed', reason: expect.stringMatching(reason) });
  expect(output).toMatch(/^! this is not the database/);
});

test('another run that marked it later is named', async () => {
  const fact = await set('release');
  await set('release', { run: 'R2' });
  const { result } = await marker('check', 'release', { markers: { release: fact } });
  expect(result).toMatchObject({
    type: 'failed',
    reason: expect.stringContaining('(run R2) was written after'),
  });
});

test('a retry writes a new row, and only the newest fact holds', async () => {
  const first = await set('release');
  const second = await set('release');
  expect(second.token).not.toBe(first.token);
  expect((await marker('check', 'release', { markers: { release: second } })).result.type).toBe('exited');
  expect((await marker('check', 'release', { markers: { release: first } })).result).toMatchObject({
    type: 'failed',
    reason: expect.stringContaining('was written after it'),
  });
});

test('the same name with another token is another database', async () => {
  const fact = await set('release');
  const { result } = await marker('check', 'release', {
    markers: { release: { ...fact, token: 'f'.repeat(32) } },
  });
  expect(result).toMatchObject({ type: 'failed', reason: expect.stringContaining('has another token') });
});

test('a marker of another name is what was found instead', async () => {
  const fact = await set('july');
  const { result } = await marker('check', 'release', {
    markers: { release: { ...fact, name: 'release', token: 'x' } },
  });
  expect(result).toMatchObject({
    type: 'failed',
    reason: expect.stringMatching(
      /^release of .* is not there: the newest marker is july of .*before it was set$/,
    ),
  });
});

test('one millisecond, another name or another run is noticed', async () => {
  const fact = await set('release');
  const later = await marker('check', 'release', { markers: { release: { ...fact, at: fact.at + 1 } } });
  const renamed = await marker('check', 'other', { markers: { other: { ...fact, name: 'other' } } });
  const elsewhere = await marker('check', 'release', { run: 'R2', markers: { release: fact } });
  for (const { result } of [later, renamed, elsewhere]) {
    expect(result).toMatchObject({ type: 'failed', reason: expect.stringContaining('was changed') });
  }
});

test('an empty table and a marker the journal does not know are failures', async () => {
  const fact = await set('release');
  await server.query(`sakai_${number}`, 'delete from public.gonogo_marker');
  expect((await marker('check', 'release', { markers: { release: fact } })).result).toEqual({
    type: 'failed',
    reason: 'the marker table is empty: release is not there',
  });
  expect((await marker('check', 'release')).result).toEqual({
    type: 'failed',
    reason: 'the journal of this run knows no marker release: it was not set',
  });
});

test('two runs can mark a new database at the same moment', async () => {
  const facts = await Promise.all(['R1', 'R2', 'R3', 'R4'].map((run) => set('release', { run })));
  expect(new Set(facts.map(({ token }) => token)).size).toBe(4);
});

test('names and titles are data, never SQL', async () => {
  const name = `x'); drop table public.gonogo_marker; --`;
  const fact = await set(name);
  expect((await marker('check', name, { markers: { [name]: fact } })).result.type).toBe('exited');
});

test('a table that is not ours is an error, not a marker', async () => {
  await server.query(`sakai_${number}`, 'create table public.gonogo_marker (x int)');
  const { result, marker: fact, output } = await marker('set', 'release');
  expect(result).toMatchObject({ type: 'failed', reason: expect.stringMatching(/^ERROR 42703: /) });
  expect(fact).toBeUndefined();
  expect(output).toMatch(/^! ERROR 42703/);
});
