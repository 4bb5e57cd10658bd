import { expect, test } from 'vitest';
import { findLateSteps } from '../../../source/plan/lint/window-end.ts';
import { find } from './find.ts';

test.each([
  ['ends', '(S + 115m QC) Deploy {for=10m}', 'S + 115m', 'ends at S+125m (07:05), 5m after'],
  ['begins', '(S + 130m QC) Deploy {for=1m}', 'S + 130m', 'begins at S+130m (07:10), 10m after'],
  [
    'begins as it closes',
    '(S + 2h QC) Open the service {for=1m}',
    'S + 2h',
    'begins at S+120m (07:00), the minute',
  ],
  ['is decided', '(S + 110m QC) Vote {decision for=15m}', 'S + 110m', 'ends at S+125m (07:05), 5m after'],
])('a change that %s after the window', (_, line, at, words) => {
  expect(find(findLateSteps, { main: `- (S + 0 QC) A {for=1m}\n- ${line}` })).toEqual([
    {
      at,
      message: `this step ${words} the window closes (07:00)`,
      mend: 'plan it earlier, or let the window close later',
    },
  ]);
});

test('of many, the first', () => {
  const main = '- (S + 125m QC) Deploy {for=1m}\n- (S + 130m QC) Open {for=1m}';
  expect(find(findLateSteps, { main }).map(({ at }) => at)).toEqual(['S + 125m']);
});

test('what a step waits for moves it', () => {
  const main = '- (S + 0 QC) Long {for=118m}\n- (S + 60m QC) Deploy {for=5m}';
  expect(find(findLateSteps, { main })).toMatchObject([{ at: 'S + 60m' }]);
});

test.each([
  ['at its last minute', '(S + 115m QC) Deploy {for=5m}'],
  ['with a mail', '(S + 130m QC) Mail the users {for=5m}'],
  ['with a look', '(S + 115m QC) Watch the log {for=1h}'],
  ['with a last word', '(S + 2h QC) Deployed {for=0}'],
])('in time: %s', (_, line) => {
  expect(find(findLateSteps, { main: `- ${line}` })).toEqual([]);
});
