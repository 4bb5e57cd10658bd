import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { bootId, machineClock } from '../../source/journal/machine-clock.ts';
import { isAlive, markOf } from '../../source/journal/process-life.ts';

const boot = bootId();
const hasProc = existsSync('/proc/self/stat');

test('this process lives', () => {
  expect(isAlive(markOf(process.pid, boot), boot)).toBe(true);
});

test('one that was killed does not', async () => {
  const child = spawn(process.execPath, ['--eval', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
  const mark = markOf(child.pid ?? 0, boot);
  expect(isAlive(mark, boot)).toBe(true);
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect(isAlive(mark, boot)).toBe(false);
});

test.runIf(hasProc)('one that ended, and that its parent did not notice, does not', async () => {
  // The shell becomes a program that never looks after its child.
  const parent = spawn('sh', ['-c', 'sleep 60 & echo $!; exec sleep 60'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const [line] = await once(parent.stdout, 'data');
  const mark = markOf(Number(String(line)), boot);
  expect(isAlive(mark, boot)).toBe(true);
  process.kill(mark.pid, 'SIGKILL');
  await expect.poll(() => isAlive(mark, boot)).toBe(false);
  parent.kill('SIGKILL');
  await once(parent, 'exit');
});

test.runIf(hasProc)('a later process with the same pid is another one', () => {
  const mark = markOf(process.pid, boot);
  expect(isAlive({ ...mark, started: '1' }, boot)).toBe(false);
  expect(isAlive({ ...mark, boot: 'an earlier one' }, boot)).toBe(false);
});

test('where the system gives no start time, the pid decides', () => {
  expect(isAlive({ pid: process.pid, boot: 'anything', started: undefined }, boot)).toBe(true);
});

test('the monotonic clock never goes back, and the boot stays the same', () => {
  const clock = machineClock();
  const [first, second] = [clock(), clock()];
  expect(second.mono).toBeGreaterThanOrEqual(first.mono);
  expect(second.boot).toBe(first.boot);
  expect(first.boot).toBe(boot);
});
