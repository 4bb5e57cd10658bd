import { expect, test } from 'vitest';
import type { Usual } from '../../source/plan/usual.ts';
import { usualWords } from '../../source/run/usual-words.ts';

const usual: Usual = { p50: 130_400, p90: 180_000, count: 4, source: 'run' };

test('what real runs took, or what was rehearsed', () => {
  expect(usualWords(usual)).toBe('usually 2m10s');
  expect(usualWords({ ...usual, source: 'rehearsal' })).toBe('rehearsed 2m10s');
});

test('no more digits than the length bears', () => {
  expect(usualWords({ ...usual, p50: 300 })).toBe('usually under 1s');
  expect(usualWords({ ...usual, p50: 59_700 })).toBe('usually 1m');
  expect(usualWords({ ...usual, p50: 3_600_000 + 12 * 60_000 + 37_000 })).toBe('usually 1h13m');
});
