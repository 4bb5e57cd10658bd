import { expect, test } from 'vitest';
import { findMissingDecisions, findUncheckedDecisions } from '../../../source/plan/lint/decisions.ts';
import { fence, find, steps } from './find.ts';

test('a plan with a way back needs a decision', () => {
  expect(find(findMissingDecisions, {})).toEqual([
    {
      at: '## During the window',
      message: 'no step decides whether to go on or to fall back',
      mend: 'mark the step that ends in a go or a no: `{decision poll=programmer,qc}`',
    },
  ]);
  expect(find(findMissingDecisions, { main: '- (S + 0 QC) Go / No Go {for=1m}' })).toMatchObject([
    { at: 'Go / No Go', mend: 'mark this one: `{decision poll=programmer,qc}`' },
  ]);
  expect(find(findMissingDecisions, { main: '- (S + 0 QC) Vote {decision for=1m}' })).toEqual([]);
  expect(find(findMissingDecisions, { fallback: 'There is no way back.' })).toEqual([]);
});

const DEPLOY = `- (S + 10m Programmer) Deploy {#deploy}\n${fence('sh on=@app', 'set-up')}`;
const VOTE = '- (S + 30m QC) Go or no go {#vote decision for=1m}';

test('a decision needs something that was looked at', () => {
  expect(find(findUncheckedDecisions, { main: steps(DEPLOY, VOTE) })).toEqual([
    {
      at: 'Go or no go',
      message: 'nothing is verified before this decision',
      mend: expect.stringContaining('give it a checklist'),
    },
  ]);
});

test('a sentence that says only where to vote is no verification', () => {
  const main = steps(DEPLOY, `${VOTE}\n\n  In the channel of the release.`);
  expect(find(findUncheckedDecisions, { main })).toHaveLength(1);
});

test('a look before the changes does not tell whether they work', () => {
  const before = '- (S + 0 QC) Check the disks {#disks}\n    - Enough room';
  expect(find(findUncheckedDecisions, { main: steps(before, DEPLOY, VOTE) })).toHaveLength(1);
});

test('nor does a look that the decision does not wait for', () => {
  const look = '- (S + 20m QC) Verification {#look after=deploy}\n    - It works';
  const main = steps(DEPLOY, look, VOTE.replace('decision', 'decision after=deploy'));
  expect(find(findUncheckedDecisions, { main })).toHaveLength(1);
});

test.each([
  ['its own checklist', steps(DEPLOY, `${VOTE}\n    - It works`)],
  ['its own words', steps(DEPLOY, VOTE.replace('Go or no go', 'Verification'))],
  ['its own instructions', steps(DEPLOY, `${VOTE}\n\n  Only when both books still show their marks.`)],
  ['a sentence that sends people to look', steps(DEPLOY, `${VOTE}\n\n  Check both sites first.`)],
  ['its own action', steps(DEPLOY, `${VOTE}\n${fence('sh', 'smoke')}`)],
  ['a checklist before it', steps(DEPLOY, '- (S + 20m QC) All servers {#c}\n    - It works', VOTE)],
  ['a verification before it', steps(DEPLOY, '- (S + 20m QC) Verification ??? {#c}', VOTE)],
  ['a marker', steps(DEPLOY, `- (S + 20m QC) Marker {#c}\n${fence('marker on=sakai', 'check a')}`, VOTE)],
  ['a step that changes and looks', steps('- (S + 0 QC) Start prod1 and look for errors {#c}', VOTE)],
])('verified by %s', (_, main) => {
  expect(find(findUncheckedDecisions, { main })).toEqual([]);
});
