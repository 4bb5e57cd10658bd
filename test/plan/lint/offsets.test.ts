import { expect, test } from 'vitest';
import { findOffsets } from '../../../source/plan/lint/offsets.ts';
import { find } from './find.ts';

test('a step below a later one is out of order', () => {
  const main =
    '- (S + 0 QC) A {#a}\n- (S + 35m QC) B {#b}\n- (S+30m QC) C {#c}\n- (S + 40m QC) D {#d for=1m}';
  expect(find(findOffsets, { main })).toEqual([
    {
      at: 'S + 35m',
      message: 'out of order: S+35m stands above S+30m (line 23)',
      mend: expect.stringContaining('correct the offset, or move the step'),
    },
  ]);
});

test('of many, only the one that was mistyped', () => {
  const main = [0, 300, 5, 10, 15].map((at) => `- (S + ${at}m QC) Step ${at} {for=1m}`).join('\n');
  expect(find(findOffsets, { main }).map(({ at, message }) => [at, message])).toEqual([
    ['S + 300m', 'out of order: S+5h stands above S+5m (line 23)'],
  ]);
  const late = [20, 30, 40, 5].map((at) => `- (S + ${at}m QC) Step ${at} {for=1m}`).join('\n');
  expect(find(findOffsets, { main: late }).map(({ at, message }) => [at, message])).toEqual([
    ['S + 5m', 'out of order: S+5m stands below S+20m (line 21)'],
  ]);
});

test('the fallback has its own order', () => {
  const fallback = '- (D + 5m QC) A {#a for=1m}\n- (D + 2m QC) B {#b}\n- (D + 6m QC) C {for=1m}';
  expect(find(findOffsets, { fallback })).toHaveLength(1);
});

test.each([
  ['equal offsets', '- (S + 0 QC) A\n- (S + 5m QC) B\n- (S + 5m QC) C\n- (S + 6m QC) D {for=1m}'],
  ['before S', '- (S - 10m QC) A\n- (S + 0 QC) B {for=1m}'],
  [
    'two tracks under headings of their own',
    '- (S + 0 QC) A\n- (S + 20m QC) B {for=1m}\n\n### Network\n\n- (S + 5m QC) C\n- (S + 10m QC) D {for=1m}',
  ],
])('in order: %s', (_, main) => {
  expect(find(findOffsets, { main })).toEqual([]);
});

test('a comment in a script begins no heading', () => {
  const main =
    '- (S + 0 QC) A\n- (S + 20m QC) B\n\n  ```sh\n  # again\n  x\n  ```\n\n- (S + 5m QC) C\n- (S + 30m QC) D {for=1m}';
  expect(find(findOffsets, { main })).toHaveLength(1);
});
