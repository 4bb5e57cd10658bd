import { expect, test } from 'vitest';
import type { Command } from '../../source/run/command.ts';
import type { TargetResult } from '../../source/run/facts.ts';
import { attemptTargets, openWork } from '../../source/run/open-work.ts';
import { findStep } from '../../source/run/select.ts';
import type { RunState } from '../../source/run/state.ts';
import { makePlan, sh } from '../helpers/plan.ts';
import { by, ended, type Given, given, startStep } from './scenario.ts';

const three = [sh(['web1', 'web2']), sh(['web1', 'web2'], { index: 1 }), sh([], { index: 2 })];
const plan = makePlan({
  main: [{ id: 'one', actions: three, required: true }, { id: 'people' }],
  fallback: [{ id: 'back' }],
});
const ok: TargetResult = { type: 'exited', code: 0 };
const bad: TargetResult = { type: 'exited', code: 1 };
const lost: TargetResult = { type: 'lost', reason: 'gone' };

/** An action of an attempt, with what became of each of its targets. */
function action(
  index: number,
  results: Readonly<Record<string, TargetResult>>,
  attempt = 1,
): readonly Given[] {
  const targets = Object.keys(results);
  return [
    { type: 'begin-action', step: 'one', attempt, action: index, targets },
    ...Object.entries(results).map(
      ([target, result]): Command => ({
        type: 'finish-target',
        step: 'one',
        attempt,
        action: index,
        target,
        result,
      }),
    ),
  ];
}

function open(state: RunState) {
  const step = findStep(state, 'one');
  const own = state.steps.one;
  if (step === undefined || own === undefined) throw new Error('no step');
  return openWork(state, step, own);
}

/** What the last attempt would run one of its actions on now. */
function targetsOf(state: RunState, index: number) {
  const step = findStep(state, 'one');
  const attempt = state.steps.one?.attempts.at(-1);
  const action = step?.actions[index];
  if (step === undefined || attempt === undefined || action === undefined) throw new Error('no action');
  return attemptTargets({ state, step, attempt, action });
}

const halfDone: readonly Given[] = [
  startStep('one'),
  ...action(0, { web1: ok, web2: ok }),
  ...action(1, { web1: ok, web2: bad }),
  ...ended('one', 'failed'),
];
const retry: Command = { type: 'start', step: 'one', by, open: true };

test('a retry of what is open begins at the action that failed, on the hosts that failed', () => {
  given(plan, ...halfDone)
    .when(retry)
    .gives({
      type: 'step.started',
      step: 'one',
      attempt: 2,
      by,
      reason: undefined,
      missing: [],
      from: 1,
      targets: ['web2'],
    });
  const { state } = given(plan, ...halfDone, retry);
  expect(state.steps.one?.attempts[1]).toMatchObject({ from: 1, only: ['web2'], action: 0 });
});

test('a second retry of what is open goes on from the first one, even where that began nothing', () => {
  const stopped = given(plan, ...halfDone, retry, ...ended('one', 'failed', 2));
  expect(open(stopped.state)).toEqual({ from: 1, targets: ['web2'] });
  const failed = given(
    plan,
    ...halfDone,
    retry,
    ...action(1, { web2: bad }, 2),
    ...ended('one', 'failed', 2),
  );
  expect(open(failed.state)).toEqual({ from: 1, targets: ['web2'] });
  const next = given(plan, ...halfDone, retry, ...action(1, { web2: ok }, 2), ...ended('one', 'failed', 2));
  expect(open(next.state)).toEqual({ from: 2, targets: undefined });
});

test('without an attempt, and before its first action, everything is open', () => {
  expect(open(given(plan).state)).toBeUndefined();
  expect(open(given(plan, startStep('one'), ...ended('one', 'failed')).state)).toBeUndefined();
});

test('a host that was left out is not open any more', () => {
  const { state } = given(plan, ...halfDone, { type: 'exclude', host: 'web2', reason: 'dead', by });
  expect(open(state)).toEqual({ from: 2, targets: undefined });
});

test('a host that was left out and is in again is still open, and gets what it missed before anything else', () => {
  const out: Command = { type: 'exclude', host: 'web2', reason: 'slow', by };
  const inAgain: Command = { type: 'include', host: 'web2', reason: 'it is back', by };
  const second = [retry, ...action(2, { local: bad }, 2), ...ended('one', 'failed', 2)];
  const goesOn = given(plan, ...halfDone, out, ...second);
  expect(open(goesOn.state)).toEqual({ from: 2, targets: ['local'] });
  const { state } = given(plan, ...halfDone, out, ...second, inAgain);
  expect(open(state)).toEqual({ from: 1, targets: ['web2'] });
  const third = given(plan, ...halfDone, out, ...second, inAgain, retry);
  expect(targetsOf(third.state, 1)).toEqual(['web2']);
  expect(targetsOf(third.state, 2)).toEqual(['local']);
  const all = given(plan, ...halfDone, out, ...second, inAgain, startStep('one'));
  expect(targetsOf(all.state, 0)).toEqual(['web1', 'web2']);
});

test('a host that is taken in again in the middle of an attempt is not begun in the middle', () => {
  const out: Command = { type: 'exclude', host: 'web2', reason: 'slow', by };
  const inAgain: Command = { type: 'include', host: 'web2', reason: 'it is back', by };
  const { state } = given(plan, out, startStep('one'), ...action(0, { web1: ok }), inAgain);
  expect(targetsOf(state, 1)).toEqual(['web1']);
});

test('done by hand settles the work of a step, with its reason; people still check it', () => {
  const byHand: Command = { type: 'do-by-hand', step: 'one', reason: 'copied it over', by };
  const state = given(plan, ...halfDone)
    .when(byHand)
    .gives({ type: 'step.done-by-hand', step: 'one', attempt: 2, reason: 'copied it over', by });
  expect(state.steps.one).toMatchObject({ status: 'done' });
  expect(state.steps.one?.attempts[1]).toMatchObject({ byHand: true, outcome: 'succeeded' });
  given(plan)
    .when({ ...byHand, reason: '' })
    .refused(/reason/, 'needs-reason');
  given(plan, startStep('one'))
    .when(byHand)
    .refused(/running/);
  given(plan, startStep('one'), ...ended('one', 'unknown'))
    .when(byHand)
    .refused(/settle/);
  given(plan)
    .when({ ...byHand, step: 'people' })
    .refused(/people do this step/);
  given(plan, byHand).when(byHand).refused(/done/);
});

test('an edit changes what runs from the next attempt on, and outlives it', () => {
  const edit: Command = {
    type: 'edit',
    step: 'one',
    action: 1,
    text: 'false',
    diff: '-true\n+false',
    reason: 'a typing error',
    by,
  };
  const { state } = given(plan, ...halfDone, edit, startStep('one'));
  expect(state.steps.one?.edits[1]).toMatchObject({ text: 'false', reason: 'a typing error' });
  given(plan, startStep('one'))
    .when(edit)
    .refused(/running/);
  given(plan)
    .when({ ...edit, text: 'true' })
    .refused(/nothing was changed/, 'invalid');
  given(plan)
    .when({ ...edit, text: ' ' })
    .refused(/nothing would be left/, 'invalid');
  given(plan)
    .when({ ...edit, action: 9 })
    .refused(/no action 10/, 'invalid');
  given(plan)
    .when({ ...edit, reason: '' })
    .refused(/reason/, 'needs-reason');
  given(plan, edit)
    .when(edit)
    .refused(/nothing was changed/, 'invalid');
});

test('what was lost can be looked for again, until it is settled', () => {
  const unknown: readonly Given[] = [
    startStep('one'),
    ...action(0, { web1: ok, web2: lost }),
    ...ended('one', 'unknown'),
  ];
  const again: Command = { type: 'reattach', step: 'one', by };
  const state = given(plan, ...unknown)
    .when(again)
    .gives({ type: 'attempt.reattached', step: 'one', attempt: 1, by });
  expect(state.steps.one?.status).toBe('running');
  expect(state.steps.one?.attempts[0]?.targets).toEqual({ web1: ok, web2: undefined });
  given(plan, ...halfDone)
    .when(again)
    .refused(/known/);
  given(plan, ...unknown, { type: 'settle', step: 'one', outcome: 'failed', reason: 'looked', by })
    .when(again)
    .refused(/known/);
});

test('a target says once that its job began, and only where an action runs', () => {
  const launch: Command = {
    type: 'launch-target',
    step: 'one',
    attempt: 1,
    action: 0,
    target: 'web1',
    pid: 7,
  };
  const begun: readonly Given[] = [
    startStep('one'),
    { type: 'begin-action', step: 'one', attempt: 1, action: 0, targets: ['web1'] },
  ];
  const { state } = given(plan, ...begun, launch);
  expect(state.steps.one?.attempts[0]?.launched).toEqual(['web1']);
  given(plan, ...begun, launch)
    .when(launch)
    .refused(/before/, 'invalid');
  given(plan, ...begun)
    .when({ ...launch, target: 'web2' })
    .refused(/does not run/, 'invalid');
});
