import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { readMachine } from '../../source/journal/machine-clock.ts';

test('while nobody sleeps and nobody sets a clock, all three go on together', async () => {
  const before = readMachine();
  await wait(50);
  const after = readMachine();
  const passed = after.awake - before.awake;
  expect(passed).toBeGreaterThan(40);
  // Uptime comes in hundredths of a second on some systems, in whole ones on others.
  expect(Math.abs(after.up - before.up - passed)).toBeLessThan(1100);
  expect(Math.abs(after.wall - before.wall - passed)).toBeLessThan(1100);
});
