import { expect, test } from 'vitest';
import { createManualClock, createScaledClock } from '../../source/session/clock.ts';

test('a manual clock calls back what falls due, in order, and not what was cancelled', () => {
  const clock = createManualClock(0);
  const calls: string[] = [];
  clock.after(20, () => calls.push(`b${clock.now()}`));
  clock.after(10, () => {
    calls.push(`a${clock.now()}`);
    clock.after(5, () => calls.push(`c${clock.now()}`));
  });
  clock.after(12, () => calls.push('never'))();
  clock.advance(30);
  expect(calls).toEqual(['a10', 'c15', 'b20']);
  expect(clock.now()).toBe(30);
});

test('a scaled clock begins where it is told and runs that much faster', async () => {
  const clock = createScaledClock({ from: 1000, speed: 100_000 });
  const before = clock.now();
  expect(before).toBeGreaterThanOrEqual(1000);
  await new Promise<void>((resolve) => {
    clock.after(2_000_000, resolve);
  });
  expect(clock.now() - before).toBeGreaterThanOrEqual(1_900_000);
});
