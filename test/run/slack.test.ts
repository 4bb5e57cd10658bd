import { expect, test } from 'vitest';
import { forecast } from '../../source/run/forecast.ts';
import { slackOf } from '../../source/run/slack.ts';
import { makePlan, minute, sh, start } from '../helpers/plan.ts';
import { ended, type Given, given, startStep } from './scenario.ts';

const plan = makePlan({
  main: [
    { id: 'a', actions: [sh()], duration: 10 * minute },
    { id: 'beside', actions: [sh()], duration: 5 * minute },
    { id: 'pause', offset: 10 * minute, after: ['a'], hold: true, confirm: ['qc'], duration: 20 * minute },
    {
      id: 'verify',
      offset: 40 * minute,
      after: ['pause'],
      decision: true,
      poll: ['qc'],
      duration: 10 * minute,
    },
    { id: 'c', offset: 60 * minute, after: ['verify', 'beside'], actions: [sh()], duration: 15 * minute },
  ],
  fallback: [{ id: 'back' }],
});

/** Minutes to the decision and to the window's end; the window closes at S + 120m. */
function slack(at: number, decisionBy: number | undefined, ...commands: readonly Given[]) {
  const { state } = given(plan, ...commands);
  const by = decisionBy === undefined ? undefined : start + decisionBy * minute;
  const found = slackOf({ state, forecast: forecast({ state, now: start + at * minute }), decisionBy: by });
  return (id: string) => {
    const { decision, window } = found.get(id) ?? expect.fail(`${id} is not in it`);
    return [decision, window].map((ms) => (ms === undefined ? undefined : ms / minute));
  };
}

test('how much later a step may end is counted back from the decision and from the window', () => {
  const of = slack(0, 55);
  expect(of('verify')).toEqual([5, 120 - 15 - 50]);
  expect(of('c')).toEqual([undefined, 45]);
  expect(of('beside')).toEqual([undefined, 120 - 15 - 5]);
});

test('a built-in hold gives all of its length, and so does every gap', () => {
  // The decision may begin at 45; the hold takes no time at the worst; a was to end at 10.
  expect(slack(0, 55)('a')).toEqual([35, 120 - 25 - 10]);
});

test('what is too late already is below zero', () => {
  const of = slack(52, 55, startStep('a'));
  expect(of('a')).toEqual([-7, 120 - 25 - 52]);
});

test('what is settled is not in it, and without a moment for the decision there is nothing before it', () => {
  expect(() => slack(0, 55, startStep('a'), ...ended('a', 'succeeded'))('a')).toThrow(/not in it/);
  expect(slack(0, undefined)('a')).toEqual([undefined, 85]);
});
