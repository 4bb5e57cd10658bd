import { expect, test } from 'vitest';
import { findLateDecisions, findLongFallback } from '../../../source/plan/lint/way-back-time.ts';
import { find } from './find.ts';

/** The window is two hours. */
const back = (length: string) => `- (D + 0 Programmer) Go back {for=${length}}`;
const vote = '- (S + 40m QC) Vote {#vote decision for=20m}';

test('a fallback longer than the window', () => {
  expect(find(findLongFallback, { fallback: back('3h') })).toEqual([
    {
      at: '## Fall-back procedure',
      message: "the fallback takes 3h, and from S to the window's end there are 2h",
      mend: 'shorten it by 1h, or let the window close later',
    },
  ]);
  expect(find(findLongFallback, { fallback: back('2h') })).toEqual([]);
  expect(find(findLateDecisions, { main: vote, fallback: back('3h') })).toEqual([]);
});

test('the last safe fallback falls before the decision begins', () => {
  expect(find(findLateDecisions, { main: vote, fallback: back('85m') })).toEqual([
    {
      at: 'S + 40m',
      message:
        'the last safe fallback is S+35m (05:35), 5m before this decision begins (S+40m); a no at its end, S+60m (06:00), is back at 07:25, 25m after the window closes (07:00)',
      mend: 'end the decision 25m earlier, shorten the fallback (1h25m), or let the window close at 07:25',
    },
  ]);
});

test.each([
  ['80m', 'S+40m (05:40), the very minute this decision begins'],
  ['70m', 'S+50m (05:50), 10m into this decision'],
  ['61m', 'S+59m (05:59), 19m into this decision'],
])('a fallback of %s: %s', (length, words) => {
  const [only] = find(findLateDecisions, { main: vote, fallback: back(length) });
  expect(only?.message).toContain(words);
});

test('a decision that ends at the last safe moment is in time', () => {
  expect(find(findLateDecisions, { main: vote, fallback: back('60m') })).toEqual([]);
});

test('the decision ends when it is planned to: after what it waits for', () => {
  const main = `- (S + 0 QC) Long {for=50m}\n${vote}`;
  const [only] = find(findLateDecisions, { main, fallback: back('60m') });
  expect(only?.message).toContain('a no at its end, S+70m (06:10), is back at 07:10, 10m after');
});

test('where its length is only a gap, that is part of the mend', () => {
  const main = '- (S + 40m QC) Vote {#vote decision}\n- (S + 90m QC) Mail {for=1m}';
  const [only] = find(findLateDecisions, { main, fallback: back('60m') });
  expect(only?.mend).toContain('say how long it really takes (`for=`');
});
