import { expect, test } from 'vitest';
import type { Fault } from '../../source/run/fault.ts';
import { rehearsalReport } from '../../source/session/rehearsal-report.ts';
import { rehearsalText } from '../../source/session/rehearsal-report-text.ts';
import { makePlan, minute, sh } from '../helpers/plan.ts';
import { readPlan, rehearseNight } from './rehearsed-night.ts';

const august = readPlan('plans/2009-08-18-gradebook2.md');

async function reported(faults: readonly Fault[] = [], plan = august) {
  const { state, history } = await rehearseNight({ plan, exact: true, seed: 7, faults });
  const report = rehearsalReport({ state, history });
  const inMinutes = (at: number | undefined) => (at === undefined ? undefined : (at - report.start) / minute);
  return { state, history, report, text: rehearsalText(state, report), inMinutes };
}

test('as planned: no drift, the decision in the very second of the last safe fallback', async () => {
  const { report, text, inMinutes } = await reported();
  const drifts = report.steps.map(({ step, drift }) => [step.id, drift]);
  expect(drifts.slice(0, 6)).toEqual([
    ['preflight', undefined],
    ['marker', 0],
    ['stop', -0.2 * minute],
    ['backup', 0],
    ['scripts', expect.any(Number)],
    ['deploy-head', -0.5 * minute],
  ]);
  expect(report.decisions).toMatchObject([{ step: { id: 'verify' }, verdict: 'go' }]);
  expect(inMinutes(report.decisions[0]?.at)).toBe(55);
  expect(text).toMatch(/^Rehearsal of Gradebook 2 release: GO\nSeed 7; nothing made to go wrong\n\n/);
  expect(text).toMatch(/^ 4 {2}S\+2m {5}S\+2m {5}28m +28m +0 {6}Back up the database$/m);
  expect(text).toMatch(
    /^Decision {2}8 Verification says go at S\+55m, in the very second of the last safe fallback \(S\+55m\)$/m,
  );
  expect(text).toMatch(/^End {7}S\+75m, 45m before the window closes \(S\+120m\)$/m);
  expect(text).toMatch(
    /^Asked {5}Programmer \(Thomas Amsler\): 7 starts, 1 answer\n {10}QC \(Sandra\): 1 start, 3 answers, 1 vote$/m,
  );
  expect(text).not.toMatch(/went wrong/);
});

test('late: the drift of all that waits, and how long after the last safe fallback the decision fell', async () => {
  const { report, text } = await reported([{ type: 'late', step: 'backup', by: 25 * minute }]);
  const drift = (id: string) => report.steps.find(({ step }) => step.id === id)?.drift;
  expect(drift('stop')).toBeLessThan(0);
  expect(drift('backup')).toBe(25 * minute);
  expect(drift('verify')).toBeCloseTo(24 * minute, -4);
  expect(text).toMatch(
    /^Decision {2}8 Verification says go at S\+79m, 24m after the last safe fallback \(S\+55m\)$/m,
  );
});

test('gone back: the call against the last safe fallback, what never ran, and every question', async () => {
  const { report, text, inMinutes } = await reported([{ type: 'fail', step: 'deploy-head', always: true }]);
  const [decision] = report.decisions;
  expect(decision).toMatchObject({ step: undefined, verdict: 'back' });
  expect(decision?.at).toBeLessThan(decision?.lastSafe ?? 0);
  expect(inMinutes(decision?.lastSafe)).toBe(55);
  expect(text).toMatch(/^Rehearsal of Gradebook 2 release: FELL BACK\nSeed 7; deploy-head fails always$/m);
  expect(text).toMatch(
    /^Decision {2}fallback called at S\+4\dm\d*s?, \d+m\d*s? before the last safe fallback/m,
  );
  expect(text).toMatch(/^ 9 {2}S\+55m .*Deploy to the other servers \(not run\)$/m);
  expect(text).toMatch(/^13 {2}D\+0 .*Stop Sakai on all servers$/m);
  // What is not needed is no question of its own: it was answered with the call.
  expect(report.questions.filter(({ unusual }) => unusual).map(({ kind, answer }) => [kind, answer])).toEqual(
    [
      ['trouble', 'what was open tried again'],
      ['trouble', 'fallback called: rehearsed: 6 Deploy to the head node failed twice'],
    ],
  );
  expect(report.asked.find(({ role }) => role === 'programmer')?.counts).toMatchObject({ trouble: 1 });
});

test('a lost host: looked at, settled and left out, each by whom it was asked', async () => {
  const { text } = await reported([{ type: 'lose-host', host: 'sakaiprod4' }]);
  const [, list = ''] = text.split('What went wrong, and what was decided\n');
  expect(list.split('\n').slice(0, 3)).toEqual([
    expect.stringMatching(
      /^ *S-\d\S* +Programmer +1 Check every server: unknown, sakaiprod4: lost: .* -> failed: looked on sakaiprod4/,
    ),
    expect.stringMatching(/sakaiprod4 -> left out: it can no longer be reached$/),
    expect.stringMatching(/1 Check every server: unknown.* -> what was open tried again$/),
  ]);
});

test('a failed check is told with its text and its note, in the role that was asked', async () => {
  const { report, text } = await reported([{ type: 'fail', step: 'verify', always: false }]);
  const [failed] = report.questions.filter(({ unusual }) => unusual);
  expect(failed).toMatchObject({
    kind: 'answer',
    role: 'programmer',
    asked: expect.stringMatching(/^The roll-out has left no errors/),
    answer: 'failed: failed, as rehearsed',
  });
  expect(text).toMatch(/^ 8 .*Verification \(failed\)$/m);
});

test('without a way back, without owners, without times: told all the same', async () => {
  const plan = makePlan({
    main: [
      { id: 'look', decision: true, poll: ['qc'], offset: undefined, anchor: undefined, owners: [] },
      { id: 'work', after: ['look'], actions: [sh(['web1'], { text: 'x' })], title: 'Work \u001b[2J' },
    ],
  });
  const { text } = await reported([], plan);
  expect(text).toMatch(/says go at S-\S+; there is no way back$/m);
  expect(text).toMatch(/anybody: 1 start$/m);
  expect(text).toContain('Work <U+001B>[2J');
});
