import { expect, test } from 'vitest';
import { findLongGaps } from '../../../source/plan/lint/gaps.ts';
import type { Usual } from '../../../source/plan/usual.ts';
import { find } from './find.ts';

const MINUTE = 60_000;
const main = '- (S + 2m DBA) Back up {#backup}\n- (S + 30m DBA) Scripts {#scripts for=30m}';
const took = (minutes: number, more: Partial<Usual> = {}) =>
  new Map(
    ['backup', 'scripts'].map((id) => [
      id,
      { p50: (minutes * MINUTE) / 2, p90: minutes * MINUTE, count: 6, source: 'run' as const, ...more },
    ]),
  );

test('a gap that is much longer than the step ever took', () => {
  expect(find(findLongGaps, { main }, took(5.5))).toEqual([
    {
      at: 'S + 2m',
      message:
        'counted as 28m, the gap to the next offset; usually 2m45s, nine times in ten at most 5m30s (6 runs)',
      mend: 'say how long it takes: `for=6m`. What is left is a hold, or time to win',
    },
  ]);
});

test('says where it knows that from', () => {
  const rehearsed = find(findLongGaps, { main }, took(5, { source: 'rehearsal', count: 2 }));
  expect(rehearsed).toEqual([]);
  expect(find(findLongGaps, { main }, took(5, { count: 1 }))[0]?.message).toContain('(1 run)');
});

test.each([
  ['nothing was learned', undefined, main],
  ['half of it is used', took(14), main],
  ['it is short', took(1), '- (S + 0 DBA) Back up {#backup}\n- (S + 6m DBA) Scripts {#scripts for=1m}'],
  ['its length is given', took(1), main.replace('#backup', '#backup for=28m')],
  ['it is a hold', took(1), main.replace('#backup', '#backup hold')],
])('no finding where %s', (_, usuals, text) => {
  expect(find(findLongGaps, { main: text }, usuals)).toEqual([]);
});
