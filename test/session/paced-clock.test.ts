import { expect, test } from 'vitest';
import { createPacedClock } from '../../source/session/paced-clock.ts';
import { minute } from '../helpers/plan.ts';
import { idle } from './live-bench.ts';

const from = Date.parse('2009-08-18T12:00:00Z');

/** Keeps this process busy. */
function toil(ms: number): void {
  const until = performance.now() + ms;
  while (performance.now() < until);
}

test('what falls due is called at its very moment, in order, however late the wall is', async () => {
  const clock = createPacedClock({ from, speed: 36_000 });
  const calls: string[] = [];
  const told = Promise.withResolvers<void>();
  clock.after(2 * minute, () => {
    calls.push(`second ${clock.now() - from}`);
    told.resolve();
  });
  clock.after(minute, () => calls.push(`first ${clock.now() - from}`));
  clock.after(minute, () => calls.push('never'))();
  toil(20);
  await told.promise;
  expect(calls).toEqual([`first ${minute}`, `second ${2 * minute}`]);
});

test('it stands still until somebody waits, and while what was called is at work', async () => {
  const clock = createPacedClock({ from, speed: 36_000 });
  toil(10);
  expect(clock.now()).toBe(from);
  const seen: number[] = [];
  const told = Promise.withResolvers<void>();
  clock.after(minute, async () => {
    for (let turns = 0; turns < 20; turns += 1) {
      toil(1);
      seen.push(clock.now() - from);
      await idle();
    }
    told.resolve();
  });
  await told.promise;
  expect(new Set(seen)).toEqual(new Set([minute]));
});

test('in between it goes as fast as it should, and never back', async () => {
  const clock = createPacedClock({ from, speed: 100 });
  const seen: number[] = [];
  const told = Promise.withResolvers<void>();
  clock.after(10_000, told.resolve);
  const began = performance.now();
  const look = setInterval(() => seen.push(clock.now() - from), 1);
  await told.promise;
  clearInterval(look);
  expect(performance.now() - began).toBeGreaterThan(90);
  expect(seen).toEqual(seen.toSorted((a, b) => a - b));
  expect(Math.max(...seen)).toBeLessThanOrEqual(10_000);
  expect(seen.filter((at) => at > 0 && at < 10_000).length).toBeGreaterThan(0);
});

test('what was cancelled holds nothing up', async () => {
  const clock = createPacedClock({ from, speed: 36_000 });
  const told = Promise.withResolvers<void>();
  const cancel = clock.after(minute, told.reject);
  clock.after(2 * minute, told.resolve);
  await idle();
  cancel();
  await told.promise;
  expect(clock.now() - from).toBe(2 * minute);
});
