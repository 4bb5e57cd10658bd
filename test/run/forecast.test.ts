import fc from 'fast-check';
import { expect, test } from 'vitest';
import { networkOf } from '../../source/plan/network.ts';
import { type Plan, stepsOf } from '../../source/plan/plan.ts';
import { timetableOf } from '../../source/plan/timetable.ts';
import type { Command } from '../../source/run/command.ts';
import { type Forecast, forecast } from '../../source/run/forecast.ts';
import { createState } from '../../source/run/reduce.ts';
import { isActive, isSettled } from '../../source/run/select.ts';
import type { RunState } from '../../source/run/state.ts';
import { stepState } from '../../source/run/timing.ts';
import { anyPlan, fittingPlan } from '../helpers/any-plan.ts';
import { makePlan, minute, sh, start } from '../helpers/plan.ts';
import { anyRun } from './any-run.ts';
import { by, created, ended, type Given, given, startStep, take } from './scenario.ts';

const plan = makePlan({
  main: [
    { id: 'a', actions: [sh()], duration: 10 * minute },
    { id: 'b', offset: 10 * minute, after: ['a'], actions: [sh()], duration: 20 * minute },
    { id: 'pause', offset: 30 * minute, after: ['b'], hold: true, confirm: ['qc'], duration: 10 * minute },
    {
      id: 'verify',
      offset: 40 * minute,
      after: ['pause'],
      decision: true,
      poll: ['qc'],
      duration: 5 * minute,
    },
    { id: 'c', offset: 50 * minute, after: ['verify'], actions: [sh()] },
  ],
  fallback: [{ id: 'back', duration: 30 * minute, actions: [sh()] }],
});
/** `begins-ends` of a step in minutes after S, and its drift. */
function seen(at: number, ...commands: readonly Given[]): (id: string) => string {
  const now = start + at * minute;
  const { steps } = forecast({ state: given(plan, ...commands).state, now });
  return (id) => {
    const { begins, ends, drift } = steps.get(id) ?? expect.fail(`${id} is not in it`);
    return `${minutes(begins)}-${minutes(ends)} ${drift === undefined ? '' : drift / minute}`.trim();
  };
}
const minutes = (time: number): number => (time - start) / minute;
const done = (id: string): readonly Given[] => [startStep(id, 'r'), ...ended(id, 'succeeded')];

test('before it begins it is the plan', () => {
  const at = seen(-30);
  expect(['a', 'b', 'pause', 'verify', 'c'].map(at)).toEqual([
    '0-10 0',
    '10-30 0',
    '30-40 0',
    '40-45 0',
    '50-55 0',
  ]);
});

test('what runs over its time counts as running still, and moves what waits for it as far as nothing takes it up', () => {
  const at = seen(15, startStep('a'));
  expect(['a', 'b', 'pause', 'verify', 'c'].map(at)).toEqual([
    '0-15 0',
    '15-35 5',
    '35-40 5',
    '40-45 0',
    '50-55 0',
  ]);
  const later = seen(24, startStep('a'));
  expect(['b', 'pause', 'verify', 'c'].map(later)).toEqual(['24-44 14', '44-44 14', '44-49 4', '50-55 0']);
});

test('what was done early starts nothing before it is due', () => {
  const at = seen(3, ...done('a'));
  expect(['a', 'b'].map(at)).toEqual(['0-0 0', '10-30 0']);
});

test('what failed takes its whole time once more, from now', () => {
  const at = seen(12, startStep('a'), 8 * minute, ...ended('a', 'failed'));
  expect(['a', 'b'].map(at)).toEqual(['12-22 0', '22-42 12']);
});

test('a usual length takes the place of the planned one', () => {
  const usuals = new Map([['a', { p50: 25 * minute, p90: 30 * minute, count: 2, source: 'run' as const }]]);
  const state = given(plan).state;
  const expected = forecast({ state, now: start, usuals });
  expect(minutes(expected.steps.get('b')?.begins ?? 0)).toBe(25);
});

test('the next decision is the one that has not fallen', () => {
  const of = (...commands: readonly Given[]): Forecast =>
    forecast({ state: given(plan, ...commands).state, now: start });
  const { decision, ends } = of();
  expect([decision?.step.id, minutes(decision?.at ?? 0), minutes(ends ?? 0)]).toEqual(['verify', 45, 55]);
  expect(
    of(startStep('verify', 'r'), { type: 'vote', step: 'verify', role: 'qc', verdict: 'go', by }).decision,
  ).toBeUndefined();
  expect(of({ type: 'end', reason: 'r', by })).toMatchObject({ decision: undefined, ends: start });
});

test('a decision that falls before S is none about going back', () => {
  const call = { id: 'call', offset: -20 * minute, duration: 5 * minute, decision: true, poll: ['qc'] };
  const [main, ...rest] = plan.timelines;
  const steps = makePlan({ main: [call] }).timelines.flatMap((timeline) => timeline.steps);
  const early = {
    ...plan,
    timelines: [{ ...(main ?? expect.fail()), steps: [...steps, ...(main?.steps ?? [])] }, ...rest],
  };
  const decisionAt = (at: number) =>
    forecast({ state: given(early).state, now: start + at * minute }).decision?.step.id;
  expect([decisionAt(-30), decisionAt(-2)]).toEqual(['verify', 'call']);
});

test('after D it is the fallback that is foreseen, and nothing else', () => {
  const state = given(plan, startStep('a'), 12 * minute, { type: 'fallback', reason: 'r', by }).state;
  const { steps, ends } = forecast({ state, now: start + 14 * minute });
  expect([...steps.keys()]).toEqual(['back']);
  expect([minutes(ends ?? 0), steps.get('back')?.drift]).toEqual([44, 2 * minute]);
});

test('after D it begins when what still runs since before has ended, as it is to be expected', () => {
  const state = given(plan, startStep('a'), 4 * minute, { type: 'fallback', reason: 'r', by }).state;
  const { steps, ends } = forecast({ state, now: start + 5 * minute });
  expect([minutes(steps.get('back')?.begins ?? 0), minutes(ends ?? 0)]).toEqual([10, 40]);
  const late = forecast({ state, now: start + 12 * minute });
  expect(minutes(late.ends ?? 0)).toBe(42);
});

test('never earlier than now, never before what it waits for has ended', () => {
  fc.assert(
    fc.property(anyRun, ({ states }) => {
      for (const { state, now } of states.slice(-8)) {
        const { steps, ends } = forecast({ state, now });
        for (const step of stepsOf(state.plan)) {
          const expected = steps.get(step.id);
          expect(expected !== undefined).toBe(isActive(state, step.timeline));
          if (expected === undefined || isSettled(state, step.id)) continue;
          expect(expected.ends).toBeGreaterThanOrEqual(now);
          expect(expected.ends).toBeGreaterThanOrEqual(expected.begins);
          expect(ends).toBeGreaterThanOrEqual(expected.ends);
          if (stepState(state, step.id).status !== 'waiting') continue;
          expect(expected.begins).toBeGreaterThanOrEqual(now);
          for (const other of step.after)
            expect(expected.begins).toBeGreaterThanOrEqual(steps.get(other)?.ends ?? Number.NaN);
        }
      }
    }),
    { numRuns: 150 },
  );
});

test('finishing every step on plan gives the plan, at every moment', () => {
  fc.assert(
    fc.property(anyPlan, fc.boolean(), (any, back) => {
      for (const { state, now, zero } of onPlan(any, back)) {
        const { steps } = forecast({ state, now });
        const slots = timetableOf(any);
        for (const [id, expected] of steps) {
          const slot = slots.get(id) ?? expect.fail();
          expect(expected).toEqual({ begins: zero + slot.begins, ends: zero + slot.ends, drift: 0 });
        }
      }
    }),
    { numRuns: 150 },
  );
});

test('a hold moves everything that is to come by its length, or as far as no built-in hold takes it up', () => {
  fc.assert(
    fc.property(fittingPlan, fc.nat({ max: 100 }), fc.integer({ min: 1, max: 40 }), (any, pick, length) => {
      const moments = [...onPlan(any, false)].filter(({ now }) => now >= start);
      const moment = moments[pick % Math.max(1, moments.length)];
      if (moment === undefined) return;
      const { state, now } = moment;
      const held = take(state, { type: 'hold', reason: 'r', by }, now);
      const then = now + length * minute;
      const released = take(held, { type: 'release', by }, then);
      const before = forecast({ state, now });
      const after = forecast({ state: released, now: then });
      for (const step of stepsOf(any)) {
        const expected = after.steps.get(step.id);
        if (expected === undefined || stepState(state, step.id).status !== 'waiting') continue;
        const moved = expected.begins - (before.steps.get(step.id)?.begins ?? 0);
        const taken = heldBefore(released, step.id);
        expect(moved).toBeLessThanOrEqual(length * minute);
        expect(moved).toBeGreaterThanOrEqual(Math.max(0, length * minute - taken));
        if (taken === 0) expect(moved).toBe(length * minute);
      }
    }),
    { numRuns: 150 },
  );
});

/** The length of all open built-in holds that the step waits for, near or far. */
function heldBefore(state: RunState, id: string): number {
  const { nodes, first, before, at } = networkOf(state.plan);
  const seen = new Set<number>();
  const open = [at.get(id) ?? -1];
  for (let place = open.pop(); place !== undefined; place = open.pop()) {
    for (const other of before.slice(first[place], first[place + 1])) {
      if (!seen.has(other)) open.push(other);
      seen.add(other);
    }
  }
  return [...seen]
    .flatMap((place) => nodes[place] ?? [])
    .filter((step) => step.hold && !isSettled(state, step.id))
    .reduce((sum, step) => sum + step.duration, 0);
}

type Moment = { readonly state: RunState; readonly now: number; readonly zero: number };

/** Every step of main, or after D of the fallback, begins and ends as planned. */
function* onPlan(any: Plan, back: boolean): Generator<Moment> {
  let state = createState(any, created(any));
  const has = any.timelines.some(({ kind }) => kind === 'fallback');
  const zero = start;
  if (back && has) {
    // So that all of the fallback is needed, and waits for nothing that still runs.
    for (const { id, timeline, actions } of stepsOf(any)) {
      if (timeline !== 'main') continue;
      state = take(state, startStep(id, 'r'), zero);
      const end = { type: 'finish-attempt', step: id, attempt: 1, outcome: 'succeeded', detail: '' } as const;
      if (actions.length > 0) state = take(state, end, zero);
    }
    state = take(state, { type: 'fallback', reason: 'r', by }, zero);
  }
  yield { state, now: zero, zero };
  for (const { command, at } of planned(any, back && has ? 'fallback' : 'main')) {
    state = take(state, command, zero + at);
    yield { state, now: zero + at, zero };
  }
}

function planned(any: Plan, kind: 'main' | 'fallback'): readonly { command: Command; at: number }[] {
  const slots = timetableOf(any);
  const { at: place } = networkOf(any);
  const moments = stepsOf(any)
    .filter(({ timeline }) => timeline === kind)
    .flatMap(({ id, hold }) => {
      const slot = slots.get(id) ?? { begins: 0, ends: 0 };
      const end: Command = hold
        ? { type: 'confirm', step: id, role: 'qc', by }
        : { type: 'finish-attempt', step: id, attempt: 1, outcome: 'succeeded', detail: '' };
      const order = place.get(id) ?? 0;
      return [
        { command: startStep(id, 'r'), at: slot.begins, order },
        { command: end, at: slot.ends, order },
      ];
    });
  return moments.toSorted((one, other) => one.at - other.at || one.order - other.order);
}

test('on the way back what ends early lets the next begin, as far after it as planned', () => {
  const back = makePlan({
    main: [{ id: 'a' }],
    fallback: [
      { id: 'restore', duration: 30 * minute, actions: [sh()] },
      { id: 'start', offset: 40 * minute, duration: 5 * minute, after: ['restore'] },
    ],
  });
  const called = [5 * minute, { type: 'fallback', reason: 'r', by }] as const;
  const endsAt = (state: RunState, at: number) =>
    minutes(forecast({ state, now: start + at * minute }).ends ?? 0);
  expect(endsAt(given(back, ...called).state, 5)).toBe(50);
  const early = given(back, ...called, startStep('restore'), 15 * minute, ...ended('restore', 'succeeded'));
  expect(endsAt(early.state, 15)).toBe(30);
  expect(endsAt(early.state, 28)).toBe(33);
});
