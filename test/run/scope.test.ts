import { expect, test } from 'vitest';
import { odds } from '../../source/run/odds.ts';
import { scopeKey, scopeOf } from '../../source/run/scope.ts';
import { makePlan, minute, sh, start } from '../helpers/plan.ts';
import { by, given, startStep } from './scenario.ts';

const plan = makePlan({
  main: [{ id: 'scripts', actions: [sh()] }],
  fallback: [
    { id: 'halt' },
    { id: 'restore', offset: 5 * minute, after: ['halt'], duration: 40 * minute, undoes: ['scripts'] },
    { id: 'open', offset: 45 * minute, after: ['restore'] },
  ],
});
const change = (step: string, needed: boolean) => ({ step, needed, reason: 'r' });

test('it is what is needed, but for what a person changes of that', () => {
  const { state } = given(plan);
  const done = (...changes: readonly ReturnType<typeof change>[]) => {
    const { steps, length } = scopeOf({ state, changes });
    return [steps.filter((step) => step.done).map(({ step }) => step.id), length / minute];
  };
  expect(done()).toEqual([['halt', 'open'], 10]);
  expect(done(change('restore', true))).toEqual([['halt', 'restore', 'open'], 50]);
  expect(done(change('halt', false))).toEqual([['open'], 5]);
});

test('what is so anyway is no change', () => {
  const { steps } = scopeOf({ state: given(plan).state, changes: [change('restore', false)] });
  expect(steps.map((step) => step.change)).toEqual([undefined, undefined, undefined]);
});

test('the key changes with what is needed, and with nothing else', () => {
  const before = scopeKey(given(plan).state);
  expect(scopeKey(given(plan, 10 * minute, { type: 'hold', reason: 'r', by }).state)).toBe(before);
  expect(scopeKey(given(plan, startStep('scripts')).state)).not.toBe(before);
});

test('once it is called, what is left out takes no time of the odds either', () => {
  const { state } = given(plan, { type: 'fallback', reason: 'r', by });
  const found = odds({ state, now: start, seed: 1, draws: 200 });
  expect(found?.p90 ?? Number.POSITIVE_INFINITY).toBeLessThan(start + 30 * minute);
});
