import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runPreflight } from '../../../source/execute/preflight/preflight.ts';
import type { ChannelOrder, HostConnection, Transport } from '../../../source/execute/shell/shell-channel.ts';
import type { Plan } from '../../../source/plan/plan.ts';
import { manualTimers } from '../../helpers/manual-timers.ts';
import { makePlan, sh } from '../../helpers/plan.ts';
import { startSmtp } from '../../helpers/smtp.ts';

const nowhere: Transport = {
  connection: async (host) => ({
    type: 'refused',
    reason: `no way to ${host}`,
    hostKey: undefined,
    kind: 'passing',
  }),
  close: async () => undefined,
};

function mailPlan(server: string): Plan {
  const plan = makePlan({ main: [{ id: 'a', actions: [sh([], { kind: 'mail', on: { type: 'mail' } })] }] });
  return { ...plan, mail: { server, from: 'gonogo@example.org', to: ['all@example.org'] } };
}

test('the mail server is greeted, and no mail is sent', async () => {
  const smtp = await startSmtp();
  const { verdict, results } = await runPreflight({ plan: mailPlan(smtp.url), transport: nowhere });
  await smtp.stop();
  expect([verdict, results.map(({ target, words }) => [target, words])]).toEqual([
    'go',
    [['mail', `127.0.0.1:${smtp.port} takes mail`]],
  ]);
  expect(smtp.mails).toEqual([]);
});

test('a mail server that is not there, or not named, is no-go', async () => {
  const smtp = await startSmtp();
  await smtp.stop();
  const dead = await runPreflight({ plan: mailPlan(smtp.url), transport: nowhere });
  expect(dead).toMatchObject({
    verdict: 'no-go',
    results: [{ probe: 'connection', words: expect.stringContaining('ECONNREFUSED') }],
  });
  const unset = await runPreflight({ plan: mailPlan('env:SMTP'), transport: nowhere, env: {} });
  expect(unset).toMatchObject({ verdict: 'no-go', results: [{ probe: 'reference' }] });
});

test('this machine is asked what a host is asked, save for the time', async () => {
  const plan = makePlan({ main: [{ id: 'a', actions: [sh()] }] });
  const home = mkdtempSync(join(tmpdir(), 'gonogo-preflight-'));
  const { results } = await runPreflight({
    plan,
    transport: nowhere,
    env: { PATH: process.env.PATH, HOME: home },
  });
  const made = readdirSync(join(home, '.local', 'state', 'gonogo', 'jobs'));
  rmSync(home, { recursive: true });
  expect(made).toEqual([]);
  expect(results.map(({ target, probe }) => `${target} ${probe}`)).toEqual([
    'local shell',
    'local job folder',
    'local session',
  ]);
});

test('a host that takes the command and says nothing more is given up', async () => {
  const timers = manualTimers();
  let closed = false;
  const silent = connection(async () => ({
    type: 'started',
    channel: {
      write: () => undefined,
      pause: () => undefined,
      resume: () => undefined,
      ended: new Promise(() => undefined),
      close: () => {
        closed = true;
      },
    },
  }));
  const plan = makePlan({ main: [{ id: 'a', actions: [sh(['web1'])] }] });
  const looking = runPreflight({ plan, transport: silent, timers });
  let over = false;
  void looking.then(() => {
    over = true;
  });
  while (!over) {
    await new Promise((resolve) => setImmediate(resolve));
    timers.pass(15_000);
  }
  expect((await looking).results.at(-1)?.words).toBe('it did not answer within 15 s');
  expect(closed).toBe(true);
});

test('what goes wrong in the middle is a result, too', async () => {
  const plan = makePlan({ main: [{ id: 'a', actions: [sh(['web1'])] }] });
  const failing: Transport = { ...nowhere, connection: () => Promise.reject(new Error('a bug')) };
  expect(await runPreflight({ plan, transport: failing })).toEqual({
    verdict: 'no-go',
    results: [
      { target: 'web1', probe: 'connection', verdict: 'no-go', words: 'unexpected: a bug', mend: undefined },
    ],
  });
});

function connection(run: HostConnection['run']): Transport {
  const open: HostConnection = {
    hostKey: undefined,
    isOpen: () => true,
    hasRoom: () => true,
    run: (order: ChannelOrder) => run(order),
    close: async () => undefined,
  };
  return { connection: async () => ({ type: 'open', connection: open }), close: async () => undefined };
}
