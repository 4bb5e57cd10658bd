import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type Job, LEFT } from '../../source/execute/executor.ts';
import type { Transport } from '../../source/execute/shell/shell-channel.ts';
import { createWorld, type WorldOptions } from '../../source/execute/world.ts';
import type { Action } from '../../source/plan/plan.ts';
import { makeJob } from '../helpers/action-job.ts';
import { startHttp } from '../helpers/http.ts';
import { manualTimers } from '../helpers/manual-timers.ts';
import { makePlan, sh } from '../helpers/plan.ts';
import { startSmtp } from '../helpers/smtp.ts';
import { stepOf } from '../plan/write-plan.ts';

const cleanups: (() => Promise<unknown> | unknown)[] = [];

beforeEach(() => {
  const state = mkdtempSync(join(tmpdir(), 'gonogo-world-state-'));
  vi.stubEnv('XDG_STATE_HOME', state);
  cleanups.push(() => rmSync(state, { recursive: true, force: true }), vi.unstubAllEnvs);
});
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

function world(options: Partial<WorldOptions> = {}) {
  const made = createWorld({ plan: makePlan({ main: [] }), env: {}, ...options });
  cleanups.push(made.close);
  return made;
}

async function run(
  action: Partial<Action>,
  { job, ...options }: Partial<WorldOptions> & { job?: Partial<Job> } = {},
) {
  const made = makeJob(action, { name: randomBytes(8).toString('hex'), ...job });
  const performed = await world(options).perform(made.job);
  if (performed === LEFT) throw new Error('the job was left');
  return { result: performed.result, output: made.output() };
}

async function closedPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address !== null ? address.port : 0;
}

test('an http action asks from here', async () => {
  const server = await startHttp((_request, response) => response.end('{"status":"UP"}'));
  cleanups.push(server.close);
  const main = `- (S + 0 QC) Look {#a for=1m}\n  \`\`\`http json="$.status=UP"\n  GET ${server.url}\n  \`\`\``;
  const [action] = stepOf({ main }, 'a').actions;
  const { result, output } = await run(action ?? {}, { job: { target: 'local' } });
  expect(result).toEqual({ type: 'exited', code: 0 });
  expect(output).toContain('200 OK in');
});

test('a local script runs here', async () => {
  const { result, output } = await run(sh([], { text: 'echo "$tag"; exit 3' }), {
    job: { target: 'local', env: { tag: 'v2' } },
  });
  expect(result).toEqual({ type: 'exited', code: 3 });
  expect(output).toBe('v2\n');
});

test('a local script has the environment of the program, without what the references name', async () => {
  vi.stubEnv('SAKAI_DSN', 'postgres://me:s3cret@db/sakai');
  vi.stubEnv('MAIL_URL', 'smtp://me:s3cret@mail');
  vi.stubEnv('OTHER', 'other');
  const plan = {
    ...makePlan({ main: [] }),
    databases: { sakai: { url: 'env:SAKAI_DSN' }, file: { url: 'file:OTHER' } },
    mail: { server: 'env:MAIL_URL', from: 'a@example.org', to: [] },
  };
  const action = sh([], { text: 'env' });
  const { output } = await run(action, { plan, job: { target: 'local', env: { tag: 'v2' } } });
  expect(output.split('\n')).toEqual(
    expect.arrayContaining([`PATH=${process.env.PATH}`, 'OTHER=other', 'tag=v2']),
  );
  expect(output).not.toMatch(/s3cret|SAKAI_DSN|MAIL_URL/);
});

test('what a reason quotes is one safe line, and no endless one', async () => {
  const { result } = await run(sh([], { cwd: `/no\n\x1b[2J${'x'.repeat(1_000)}` }), {
    job: { target: 'local' },
  });
  const reason = 'reason' in result ? result.reason : '';
  expect(reason).toMatch(/^the folder \/no <U\+001B>\[2Jx+…$/);
  expect(reason).toHaveLength(300);
});

test('a script on a host goes through SSH', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'gonogo-world-'));
  cleanups.push(() => rmSync(folder, { recursive: true, force: true }));
  const sshConfig = join(folder, 'config');
  writeFileSync(sshConfig, `Host web1\n  HostName 127.0.0.1\n  Port ${await closedPort()}\n`);
  const { result } = await run(sh(['web1']), { sshConfig, job: { target: 'web1' } });
  expect(result).toMatchObject({ type: 'refused' });
});

test('sql and marker go to the database, whose address is looked up when they come', async () => {
  const reason = 'database sakai: env:DSN: the environment has no variable DSN';
  const refused = { type: 'refused', reason };
  expect(await run({ kind: 'sql', text: 'select 1' })).toEqual({ result: refused, output: `! ${reason}\n` });
  expect((await run({ kind: 'marker', marker: { verb: 'set', name: 'm' } })).result).toEqual(refused);
  const env = { DSN: `postgres://me:s3cret@127.0.0.1:${await closedPort()}/sakai` };
  const { result, output } = await run({ kind: 'sql', text: 'select 1' }, { env });
  expect(result).toMatchObject({ type: 'refused', reason: expect.stringContaining('ECONNREFUSED') });
  expect(output).not.toContain('s3cret');
});

test('a mail goes to the mail server', async () => {
  const smtp = await startSmtp();
  cleanups.push(smtp.stop);
  const plan = {
    ...makePlan({ main: [] }),
    mail: { server: 'env:SMTP', from: 'a@example.org', to: ['b@example.org'] },
  };
  const { result } = await run(
    { kind: 'mail', text: 'Done', on: { type: 'mail' } },
    { plan, env: { SMTP: smtp.url }, job: { target: 'mail' } },
  );
  expect(result).toEqual({ type: 'exited', code: 0 });
  expect(smtp.mails).toHaveLength(1);
});

test.for([
  ['target', 'refused'],
  ['context', 'lost'],
] as const)('an error about the %s becomes a result: %s', async ([field, type]) => {
  const { job, output } = makeJob({ kind: field === 'target' ? 'sh' : 'mail', on: { type: 'mail' } });
  const bug = () => {
    throw new Error('a bug\nof ours');
  };
  const broken =
    field === 'target'
      ? Object.defineProperty({ ...job }, 'target', { get: bug })
      : { ...job, context: Object.defineProperty({ ...job.context }, 'summary', { get: bug }) };
  const plan = {
    ...makePlan({ main: [] }),
    mail: { server: 'x', from: 'a@example.org', to: ['b@example.org'] },
  };
  expect(await world({ plan }).perform(broken)).toEqual({
    result: { type, reason: 'unexpected: a bug of ours' },
  });
  expect(output()).toBe('! unexpected: a bug of ours\n');
});

test('close is quiet where nothing was used, and closes what was', async () => {
  await expect(world().close()).resolves.toBeUndefined();
});

test('a sweep removes the files of ended jobs of that run, and of no other', async () => {
  const made = world();
  const jobs = join(process.env.XDG_STATE_HOME ?? '', 'gonogo', 'jobs');
  for (const name of ['7K2F-a.build.1', '7K2F-b.build.1']) {
    await made.perform(makeJob(sh([], { text: 'echo here' }), { name, target: 'local' }).job);
  }
  const runs = () => [...new Set(readdirSync(jobs).map((file) => file.slice(0, 6)))].sort();
  expect(runs()).toEqual(['7K2F-a', '7K2F-b']);
  await made.sweep({ prefix: '7K2F-a.', targets: ['local'] });
  expect(runs()).toEqual(['7K2F-b']);
});

test('a sweep of what does not answer is given up, without a word', async () => {
  const timers = manualTimers();
  const transport: Transport = { connection: () => new Promise(() => {}), close: async () => {} };
  const sweeping = world({ transport, timers }).sweep({ prefix: '7K2F-a.', targets: ['web1', 'web2'] });
  let over = false;
  void sweeping.then(() => {
    over = true;
  });
  timers.pass(4_900);
  await new Promise(setImmediate);
  expect(over).toBe(false);
  timers.pass(200);
  await sweeping;
});

test('a given way to the hosts is closed with the world, although nothing was reached', async () => {
  let closed = 0;
  const transport: Transport = {
    connection: () => new Promise(() => {}),
    close: async () => {
      closed += 1;
    },
  };
  await world({ transport }).close();
  expect(closed).toBe(1);
});
