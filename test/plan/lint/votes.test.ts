import { expect, test } from 'vitest';
import { findVotes } from '../../../source/plan/lint/votes.ts';
import { fence, find, steps } from './find.ts';

const BEFORE = '- (S + 10m Programmer) Deploy to one {#one}';
const VOTE = '- (S + 20m QC) Vote {#vote decision for=10m}';
const rest = (at: string, braces = '') =>
  `- (S + ${at} Programmer) Deploy to the rest {#rest for=5m ${braces}}\n${fence('sh on=@rest', 'set-up')}`;

test('a step that is due while the vote runs', () => {
  expect(find(findVotes, { main: steps(BEFORE, VOTE, rest('25m')) })).toEqual([
    {
      at: 'S + 25m',
      message: 'due at S+25m, while `vote` (line 23) is decided until S+30m (05:30)',
      mend: 'move it to the end of the decision, or shorten the decision',
    },
  ]);
  expect(find(findVotes, { main: steps(BEFORE, VOTE, rest('30m')) })).toEqual([]);
});

test('a step that does not wait for the vote', () => {
  const message =
    "this step doesn't wait for the decision `vote` (line 23): it may start before the vote ends";
  expect(find(findVotes, { main: steps(BEFORE, VOTE, rest('30m', 'after=one')) })).toEqual([
    { at: 'after=one', message, mend: 'add `vote` to its `after=`, or let it be due before the decision' },
  ]);
  expect(find(findVotes, { main: steps(BEFORE, VOTE, rest('20m')) })).toMatchObject([
    { at: 'S + 20m', message },
  ]);
});

test.each([
  ['by way of another', steps(VOTE, '- (S + 40m QC) Tell {#tell after=vote}', rest('50m', 'after=tell'))],
  ['before the vote', steps(rest('10m'), VOTE)],
  ['beside the way to the vote', steps(BEFORE, rest('15m'), VOTE.replace('{', '{after=one '))],
  ['awaited by the vote', steps(rest('20m'), VOTE.replace('{', '{after=rest '))],
])('nothing starts too early: %s', (_, main) => {
  expect(find(findVotes, { main })).toEqual([]);
});

test.each([
  ['a look', '- (S + 25m QC) Watch the log {#w after=one for=1m}'],
  ['words', '- (S + 25m QC) Prepare the mail {#w after=one for=1m}'],
  ['a mail', `- (S + 25m QC) Say so {#w after=one for=1m}\n${fence('mail', 'We vote.')}`],
  ['a look beside the vote', '- (S + 20m QC) Second screen {#w for=1m}'],
])('%s may run beside the vote', (_, main) => {
  expect(find(findVotes, { main: steps(BEFORE, VOTE, main) })).toEqual([]);
});
