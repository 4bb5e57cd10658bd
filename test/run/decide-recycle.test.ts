import { expect, test } from 'vitest';
import { allAttempts, nextAttempt } from '../../source/run/attempt.ts';
import type { Command } from '../../source/run/command.ts';
import { findStep } from '../../source/run/select.ts';
import type { RunState } from '../../source/run/state.ts';
import { anchorClock, dueAt } from '../../source/run/timing.ts';
import { makePlan, minute, sh, start } from '../helpers/plan.ts';
import { by, ended, type Given, given, startStep } from './scenario.ts';

const plan = makePlan({
  main: [
    { id: 'a', actions: [sh()] },
    { id: 'b', offset: 10 * minute, after: ['a'], actions: [sh()] },
    { id: 'beside', offset: 10 * minute, after: ['a'], actions: [sh()] },
    { id: 'c', offset: 20 * minute, after: ['b'], actions: [sh()] },
    { id: 'd', offset: 30 * minute, after: ['c'], actions: [sh()], noReturn: true },
  ],
  fallback: [
    { id: 'halt', actions: [sh()] },
    { id: 'restore', offset: 5 * minute, after: ['halt'], undoes: ['d'] },
    { id: 'open', offset: 10 * minute, after: ['restore'] },
  ],
});
const back = (to: string, reason = 'the copy is wrong'): Command => ({ type: 'recycle', to, reason, by });
const done = (step: string): readonly Given[] => [startStep(step, 'r'), ...ended(step, 'succeeded')];
const due = (state: RunState, id: string, at: number): number | undefined => {
  const step = findStep(state, id);
  return step === undefined ? undefined : dueAt(state, step, at);
};
const atC = [...done('a'), 10 * minute, ...done('b'), ...done('beside'), 25 * minute, ...done('c')];

test('it and all that wait for it begin anew; what stands beside it stays', () => {
  const state = given(plan, ...atC, 32 * minute)
    .when(back('b', ' the copy is wrong '))
    .gives({
      type: 'run.recycled',
      to: 'b',
      steps: ['b', 'c'],
      setBack: 22 * minute,
      reason: 'the copy is wrong',
      by,
    });
  expect(
    Object.values(state.steps)
      .map(({ status }) => status)
      .slice(0, 5),
  ).toEqual(['done', 'waiting', 'done', 'waiting', 'waiting']);
});

test('its attempts stay in the record, and their numbers go on', () => {
  const { state } = given(plan, ...atC, 32 * minute, back('b'), startStep('b'));
  const own = state.steps.b;
  expect(own?.earlier.map(({ number, outcome }) => [number, outcome])).toEqual([[1, 'succeeded']]);
  expect(own?.attempts.map(({ number }) => number)).toEqual([2]);
  expect(own === undefined ? [] : allAttempts(own).map(({ number }) => number)).toEqual([1, 2]);
  expect(own === undefined ? 0 : nextAttempt(own)).toBe(3);
  const twice = given(
    plan,
    ...atC,
    32 * minute,
    back('b'),
    startStep('b'),
    ...ended('b', 'failed', 2),
    back('b'),
  );
  expect(twice.state.steps.b?.earlier.map(({ number }) => number)).toEqual([1, 2]);
});

test('the clock of S goes back to where the step is due, and what follows with it; the window stays', () => {
  const { state } = given(plan, ...atC, 32 * minute, back('b'));
  const at = start + 32 * minute;
  expect(anchorClock(state, 'S', at)).toBe(10 * minute);
  expect(due(state, 'b', at)).toBe(at);
  expect(due(state, 'd', at)).toBe(at + 20 * minute);
  expect(state.schedule).toEqual(given(plan).state.schedule);
  const again = given(
    plan,
    ...atC,
    32 * minute,
    back('b'),
    40 * minute,
    startStep('b'),
    ...ended('b', 'failed', 2),
    45 * minute,
    back('b'),
  );
  expect(anchorClock(again.state, 'S', start + 45 * minute)).toBe(10 * minute);
});

test('what is not due yet sets nothing back, nor does anything before S', () => {
  given(plan, ...done('a'), minute, ...done('b'))
    .when(back('b'))
    .gives({ type: 'run.recycled', to: 'b', steps: ['b'], setBack: 0, reason: 'the copy is wrong', by });
  const early = { ...plan, window: { ...plan.window, start: start + 60 * minute } };
  const timelines = early.timelines.map((one) => ({
    ...one,
    steps: one.steps.map((step) => (step.id === 'a' ? { ...step, offset: -70 * minute } : step)),
  }));
  given({ ...early, timelines }, ...done('a'))
    .when(back('a'))
    .gives({ type: 'run.recycled', to: 'a', steps: ['a'], setBack: 0, reason: 'the copy is wrong', by });
});

test('a failed or skipped step begins anew, too', () => {
  const skip: Command = { type: 'skip', step: 'b', reason: 'r', by };
  const { state } = given(plan, ...done('a'), skip, startStep('c', 'r'), ...ended('c', 'failed'), back('a'));
  expect(state.steps.b).toMatchObject({ status: 'waiting', skipped: undefined, settledAt: undefined });
  expect(state.steps.c).toMatchObject({ status: 'waiting', attempts: [] });
});

test('nothing to go back to, nothing while it runs or is unknown, nothing behind what can not be undone', () => {
  given(plan)
    .when(back('a'))
    .refused(/has not begun/);
  given(plan)
    .when(back('x'))
    .refused(/no step x/, 'unknown-step');
  given(plan, ...done('a'), startStep('b', 'r'))
    .when(back('a'))
    .refused(/2 Step b is running: stop it first/);
  given(plan, ...done('a'), startStep('b', 'r'), ...ended('b', 'unknown'))
    .when(back('a'))
    .refused(/2 Step b is unknown: settle it first/);
  given(plan, ...atC, 30 * minute, ...done('d'))
    .when(back('b'))
    .refused(/5 Step d can't be undone/);
  given(plan, ...done('a'))
    .when(back('a', ' '))
    .refused(/reason/, 'needs-reason');
  given(plan, ...done('a'), { type: 'fallback', reason: 'r', by })
    .when(back('a'))
    .refused(/not the one/);
  given(plan, ...done('a'), { type: 'end', reason: 'r', by })
    .when(back('a'))
    .refused(/ended/);
});

test('what runs beside it goes on', () => {
  const { state } = given(plan, ...done('a'), 10 * minute, ...done('b'), startStep('beside'), back('b'));
  expect(state.steps.beside?.status).toBe('running');
});

test('going back within the fallback leaves out what was not needed, unless it is gone back to', () => {
  const halted = [...done('a'), { type: 'fallback', reason: 'r', by } as const, 6 * minute, ...done('halt')];
  const { state } = given(plan, ...halted, back('halt'));
  expect(state.steps.halt?.status).toBe('waiting');
  expect(state.steps.restore?.status).toBe('skipped');
  expect(anchorClock(state, 'D', start + 6 * minute)).toBe(0);
  expect(given(plan, ...halted, back('restore')).state.steps.restore?.status).toBe('waiting');
});
