import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createWatchedJobs } from '../../../source/execute/database/watched-jobs.ts';
import { type Job, LEFT, type Performed } from '../../../source/execute/executor.ts';
import { resolveReference } from '../../../source/execute/reference.ts';
import { systemTimers, type Timers } from '../../../source/execute/timers.ts';
import { createWorld } from '../../../source/execute/world.ts';
import { makeJob } from '../../helpers/action-job.ts';
import { makePlan } from '../../helpers/plan.ts';
import { startPostgres, type TestPostgres } from '../../helpers/postgres.ts';
import { awaitFile } from '../../helpers/sh-job.ts';
import { type SlowCopy, slowCopy } from '../../helpers/slow-copy.ts';
import { stateHome } from '../../helpers/state-home.ts';

let server: TestPostgres;

beforeAll(async () => {
  server = await startPostgres();
  await server.createDatabase('sakai');
  await server.query('sakai', 'create table public.gradebook (id int primary key, name text)');
  await server.query('sakai', 'create table public.other (id int)');
});
afterAll(() => server.stop());

/** Ten seconds pass in one. */
const quick: Timers = {
  now: () => systemTimers.now() * 10,
  after: (ms, callback) => systemTimers.after(ms / 10, callback),
};

const ours = `select datname from pg_stat_activity where application_name = 'gonogo/R1/scripts watch'`;
const ended: Performed = { result: { type: 'exited', code: 0 } };

function watched({ url = server.url('sakai'), hosts = ['local'] } = {}) {
  const lines: string[] = [];
  const targets = new Set<string>();
  const watch = createWatchedJobs({
    databases: { sakai: { url } },
    resolve: resolveReference,
    timers: quick,
  });
  const over = hosts.map(() => Promise.withResolvers<Performed>());
  const jobs = hosts.map((target, index) =>
    watch(asideJob({ target }, lines, targets), () => over[index]?.promise ?? Promise.resolve(LEFT)),
  );
  return {
    lines: () => lines,
    targets: () => [...targets],
    end: async () => {
      for (const each of over) each.resolve(ended);
      return await Promise.all(jobs);
    },
  };
}

function asideJob(job: Partial<Job>, lines: string[], targets = new Set<string>()): Job {
  return makeJob(
    { kind: 'sh', on: { type: 'local' }, watch: 'sakai' },
    {
      onAside: ({ target, line }) => {
        targets.add(target);
        lines.push(line);
      },
      onOutput: () => expect.unreachable('a line of ours among the bytes of the job'),
      ...job,
    },
  ).job;
}

const copyOf = (table: string, application?: string): Promise<SlowCopy> =>
  slowCopy({
    url: server.url('sakai'),
    text: `COPY public.${table} FROM stdin;`,
    ...(application === undefined ? {} : { application }),
  });

/** And one more: the server counts a thousand rows at a time, once the next one has begun. */
const rows = (from: number, count: number) =>
  Array.from({ length: count + 1 }, (_, index) => `${from + index}\tx\n`).join('');

test('how far pg_restore is, from outside its database, which can be renamed meanwhile', async () => {
  const { lines, targets, end } = watched({ hosts: ['web1', 'web2'] });
  const other = await copyOf('other', 'psql');
  other.send('1\n');
  const copy = await copyOf('gradebook');
  copy.send(rows(1, 1_000));
  const told = 'gonogo: 1,000 rows, copy of public.gradebook';
  await expect.poll(lines, { timeout: 10_000 }).toContain(told);
  expect(lines().filter((line) => line === told)).toEqual([told]);
  expect(await server.query('postgres', ours)).toEqual([{ datname: 'postgres' }]);
  copy.send(rows(2_000, 999));
  await expect.poll(lines, { timeout: 10_000 }).toContain('gonogo: 2,000 rows, copy of public.gradebook');
  await copy.end();
  await expect.poll(lines, { timeout: 10_000 }).toContain('gonogo: copy of public.other');
  await other.end();
  await server.query('postgres', 'alter database sakai rename to sakai_old');
  await server.query('postgres', 'alter database sakai_old rename to sakai');
  expect(targets()).toEqual(['db:sakai']);
  expect(await end()).toEqual([ended, ended]);
  expect(await server.query('postgres', ours)).toEqual([]);
});

test('without `postgres` it looks in at template1, and keeps nobody from copying that', async () => {
  await server.query('sakai', 'alter database postgres allow_connections false');
  try {
    const { lines, end } = watched();
    const copy = await copyOf('gradebook');
    copy.send(rows(5_000, 1_000));
    await expect.poll(lines, { timeout: 10_000 }).toContain('gonogo: 1,000 rows, copy of public.gradebook');
    await server.query('sakai', 'create database another template template1');
    await copy.end();
    await end();
    expect(lines().filter((line) => line.includes("can't"))).toEqual([]);
  } finally {
    await server.query('sakai', 'alter database postgres allow_connections true');
  }
});

test('a server that can’t be reached is told once, and keeps nobody from ending well', async () => {
  const url = server.url('sakai').replace(`:${server.port}/`, ':1/');
  const { lines, end } = watched({ url });
  await expect.poll(lines, { timeout: 10_000 }).toHaveLength(1);
  expect(lines()[0]).toMatch(
    /^gonogo: how far database sakai is can't be seen: can't connect to 127\.0\.0\.1:1\/template1: /,
  );
  await new Promise<void>((resolve) => void systemTimers.after(2_500, resolve));
  expect(lines()).toHaveLength(1);
  expect(await end()).toEqual([ended]);
  expect(lines().join()).not.toContain(server.password);
});

test('after a crash the step is followed, and the watch goes on', async () => {
  const plan = { ...makePlan({ main: [] }), databases: { sakai: { url: server.url('sakai') } } };
  const go = `${stateHome}/go`;
  const name = `R1.scripts.1.0.${randomBytes(6).toString('hex')}`;
  const said: string[] = [];
  const job = (mode: Job['mode'], recorded: number, lines: string[]) => {
    const made = asideJob({ mode, name, target: 'local', launched: mode === 'attach' }, lines);
    return {
      ...made,
      recorded: { stdout: recorded, stderr: 0 },
      action: { ...made.action, text: `echo begun\n${awaitFile(go)}\necho done` },
      onOutput: ({ bytes }: { readonly bytes: Uint8Array }) => void said.push(Buffer.from(bytes).toString()),
    };
  };
  const copy = await copyOf('gradebook');
  copy.send(rows(10_000, 1_000));
  const line = 'gonogo: 1,000 rows, copy of public.gradebook';
  const [before, after]: [string[], string[]] = [[], []];
  const first = createWorld({ plan, env: {}, timers: quick });
  const left = first.perform(job('start', 0, before));
  await expect.poll(() => before, { timeout: 20_000 }).toEqual([line]);
  await expect.poll(() => said.join(''), { timeout: 20_000 }).toBe('begun\n');
  await first.close();
  expect(await left).toBe(LEFT);
  const second = createWorld({ plan, env: {}, timers: quick });
  const followed = second.perform(job('attach', Buffer.byteLength('begun\n'), after));
  await expect.poll(() => after, { timeout: 20_000 }).toContain(line);
  await copy.end();
  writeFileSync(go, '');
  expect(await followed).toMatchObject({ result: { type: 'exited', code: 0 } });
  expect(said.join('')).toBe('begun\ndone\n');
  await second.close();
  expect(await server.query('postgres', ours)).toEqual([]);
});
