import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import type { JobClock } from '../../../source/execute/executor.ts';
import { createWaitExecutor } from '../../../source/execute/wait/wait-executor.ts';
import { makeJob } from '../../helpers/action-job.ts';
import { startHttp } from '../../helpers/http.ts';
import { type ManualTimers, manualTimers } from '../../helpers/manual-timers.ts';
import { stepOf } from '../../plan/write-plan.ts';

const cleanups: (() => Promise<unknown> | unknown)[] = [];

afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup();
});

function wait(
  info: string,
  text: string,
  { clock, timers = manualTimers() }: { clock?: JobClock; timers?: ManualTimers } = {},
) {
  const main = ['- (S + 0 QC) Look {#a for=1m}', '', `  \`\`\`wait ${info}`, `  ${text}`, '  ```'].join('\n');
  const [action] = stepOf({ main }, 'a').actions;
  if (action === undefined) throw new Error('no action');
  const context = { planTitle: 'A plan', markers: {}, summary: '', clock };
  const made = makeJob(action, { target: 'local', timeout: action.timeout, context });
  const transport = () => Promise.reject(new Error('no host here'));
  const executor = createWaitExecutor({ databases: {}, transport, timers });
  cleanups.push(executor.close);
  const done = executor.perform(made.job);
  let ended = false;
  void done.finally(() => {
    ended = true;
  });
  /** For the end of its time, where it has one, and for the next look. */
  const waits = action.timeout === undefined ? 1 : 2;
  /** Time passes as soon as the executor waits for it, however long a look takes. */
  const pass = async (ms: number) => {
    for (let left = ms; left > 0; left -= 1_000) {
      for (let turn = 0; turn < 1_000; turn += 1) {
        await new Promise((resolve) => setTimeout(resolve, 2));
        if (ended || timers.waiting() >= waits) break;
      }
      timers.pass(1_000);
    }
  };
  return { ...made, done, pass, timers, executor };
}

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'gonogo-wait-'));
  cleanups.push(() => rmSync(made, { recursive: true, force: true }));
  return made;
}

test('a file: a line at the start, on change and every minute, and no more', async () => {
  const file = join(folder(), 'ready');
  const { done, pass, output } = wait('timeout=10m interval=10s', `file ${file}`);
  await pass(150_000);
  writeFileSync(file, '');
  await pass(11_000);
  expect((await done).result).toEqual({ type: 'exited', code: 0 });
  expect(output().replaceAll(file, 'FILE').split('\n')).toEqual([
    'waiting for: file FILE',
    'not yet: FILE is not there',
    'still not, after 1m: FILE is not there',
    'still not, after 2m: FILE is not there',
    'FILE is there, after 2m30s',
    '',
  ]);
});

test('a lock that goes away', async () => {
  const file = join(folder(), 'lock');
  writeFileSync(file, '');
  const { done, pass, output } = wait('timeout=10m', `no file ${file}`);
  await pass(2_000);
  expect(output()).toContain(`not yet: ${file} is there`);
  rmSync(file);
  await pass(10_000);
  expect((await done).result).toEqual({ type: 'exited', code: 0 });
});

test('the time is up, a stop, and the end of the program', async () => {
  const late = wait('timeout=30s', 'file /nowhere/at/all');
  await late.pass(31_000);
  expect((await late.done).result).toEqual({ type: 'timed-out', after: 30_000 });
  expect(late.output()).toContain('! the time is up after 30s; last: /nowhere/at/all is not there');
  const stopped = wait('timeout=30s', 'file /nowhere/at/all');
  await stopped.pass(2_000);
  stopped.stop();
  expect((await stopped.done).result).toEqual({ type: 'stopped' });
  const closed = wait('timeout=30s', 'file /nowhere/at/all');
  await closed.executor.close();
  expect((await closed.done).result).toEqual({ type: 'stopped' });
});

test('a port that opens, and one that closes', async () => {
  const server = await startHttp((_request, response) => response.end());
  const opens = wait('timeout=1m interval=1s', `port 127.0.0.1:${server.port}`);
  expect((await opens.done).result).toEqual({ type: 'exited', code: 0 });
  expect(opens.output()).toContain(`127.0.0.1:${server.port} answers, after 0s`);
  const closes = wait('timeout=1m interval=1s', `no port 127.0.0.1:${server.port}`);
  await expect.poll(closes.output).toContain('answers');
  await server.close();
  await closes.pass(3_000);
  expect((await closes.done).result).toEqual({ type: 'exited', code: 0 });
  expect(closes.output()).toContain('nothing listens there, after');
});

test('a port that takes connections and says nothing is open all the same', async () => {
  const silent = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => silent.once('listening', resolve));
  cleanups.push(() => silent.close());
  const address = silent.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  expect((await wait('timeout=1m', `port 127.0.0.1:${port}`).done).result.type).toBe('exited');
});

function clockFrom(timers: ManualTimers, start: number, held: () => number = () => 0): JobClock {
  return {
    left: (anchor, offset) => (anchor === 'D' ? undefined : start + offset + held() - timers.now()),
    start,
    zone: 'UTC',
  };
}

test('a moment of the clock of S, which a hold puts off without a flood of lines', async () => {
  const timers = manualTimers();
  let held = 0;
  const clock = clockFrom(timers, 0, () => held);
  const { done, pass, output } = wait('', 'until S + 3m', { clock, timers });
  await pass(60_000);
  for (let second = 0; second < 120; second += 1) {
    held += 1_000;
    await pass(1_000);
  }
  await pass(121_000);
  expect((await done).result).toEqual({ type: 'exited', code: 0 });
  const lines = output().trimEnd().split('\n');
  expect(lines[1]).toBe('not yet: S+3m, 1970-01-01 00:03:00 UTC');
  expect(lines).toContain('not yet: S+3m, 1970-01-01 00:05:00 UTC');
  expect(lines.at(-1)).toBe('S+3m, 1970-01-01 00:05:00 UTC, after 5m');
  expect(lines.length).toBeLessThan(9);
});

test('a time of day, and one that has gone by', async () => {
  const timers = manualTimers();
  const clock = clockFrom(timers, 0);
  const { done, pass } = wait('', 'until 00:01', { clock, timers });
  await pass(61_000);
  expect((await done).result).toEqual({ type: 'exited', code: 0 });
  const past = wait('', 'until 23:00', { clock, timers });
  expect((await past.done).result).toEqual({ type: 'exited', code: 0 });
  expect(past.output()).toContain('1969-12-31 23:00:00 UTC: 1h1m1s ago');
});

test('a D that was not called', async () => {
  const timers = manualTimers();
  const { done } = wait('', 'until D + 5m', { clock: clockFrom(timers, 0), timers });
  expect((await done).result).toEqual({ type: 'refused', reason: 'D was not called' });
});
