import { expect, test } from 'vitest';
import { findHolds } from '../../../source/plan/lint/holds.ts';
import { fence, find } from './find.ts';

test('a hold with something to run', () => {
  const main = `- (S + 0 QC) Wait {for=10m hold}\n${fence('sh', 'sleep 600')}`;
  expect(find(findHolds, { main })).toEqual([
    {
      at: 'hold',
      message: 'this hold has something to run: only waiting can absorb slip',
      mend: 'put what it runs into a step of its own, and leave the hold empty',
    },
  ]);
  expect(find(findHolds, { main: '- (S + 0 QC) Wait {for=10m hold}' })).toEqual([]);
  expect(find(findHolds, { main: main.replace(' hold', '') })).toEqual([]);
});
