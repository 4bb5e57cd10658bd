import { expect, test } from 'vitest';
import { describeResult } from '../../source/run/target-result.ts';
import { attemptOutcome, describeResults } from '../../source/session/attempt-outcome.ts';

const exited = (code: number) => ({ type: 'exited', code }) as const;

test('exit codes above 128 name the signal where it is the same everywhere', () => {
  expect(describeResult(exited(0))).toBe('ok');
  expect(describeResult(exited(3))).toBe('exit 3');
  expect(describeResult(exited(128))).toBe('exit 128');
  expect(describeResult(exited(137))).toBe('exit 137 (SIGKILL)');
  expect(describeResult(exited(143))).toBe('exit 143 (SIGTERM)');
  expect(describeResult(exited(255))).toBe('exit 255');
});

test('targets with the same result are named together, those that are well are not', () => {
  const results = { n3: exited(1), n4: { type: 'stopped' }, n5: exited(1), n6: exited(0) } as const;
  expect(describeResults(results)).toBe('n[3,5]: exit 1; n4: stopped');
});

test('one lost connection makes an attempt unknown', () => {
  expect(attemptOutcome([exited(0), exited(1), { type: 'lost', reason: 'x' }])).toBe('unknown');
  expect(attemptOutcome([exited(0), exited(1), { type: 'stopped' }])).toBe('stopped');
  expect(attemptOutcome([exited(0)])).toBe('succeeded');
});
