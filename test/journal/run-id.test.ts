import { expect, test } from 'vitest';
import { newRunId } from '../../source/journal/run-id.ts';

test('four characters, chosen by the numbers given', () => {
  const numbers = [7 / 32, 19 / 32, 2 / 32, 15 / 32];
  expect(newRunId(() => numbers.shift() ?? 0)).toBe('7K2F');
  expect(newRunId(() => 0)).toBe('0000');
  expect(newRunId(() => 1 - Number.EPSILON)).toBe('ZZZZ');
});

test('only characters that can be read aloud', () => {
  const seen = new Set(Array.from({ length: 32 }, (_, index) => newRunId(() => index / 32).charAt(0)));
  expect(seen.size).toBe(32);
  expect([...seen].join('')).not.toMatch(/[ILOU]/);
});
