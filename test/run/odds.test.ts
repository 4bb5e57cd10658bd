import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Plan } from '../../source/plan/plan.ts';
import type { Usuals } from '../../source/plan/usual.ts';
import { forecast } from '../../source/run/forecast.ts';
import { type Odds, odds } from '../../source/run/odds.ts';
import type { RunState } from '../../source/run/state.ts';
import { makePlan, minute, type StepDraft, sh, start } from '../helpers/plan.ts';
import { by, ended, type Given, given, startStep } from './scenario.ts';

const chain: readonly StepDraft[] = [
  { id: 'backup', offset: 0, duration: 30 * minute, actions: [sh()] },
  { id: 'deploy', offset: 30 * minute, duration: 60 * minute, after: ['backup'], actions: [sh()] },
  { id: 'open', offset: 90 * minute, duration: 20 * minute, after: ['deploy'], actions: [sh()] },
];
const plan = makePlan({ main: chain });

function closing(after: number, of: Plan = plan): Plan {
  return { ...of, window: { ...of.window, closes: start + after } };
}

type At = { readonly minutes?: number; readonly seed?: number; readonly usuals?: Usuals };

function oddsOf(state: RunState, { minutes = 0, seed = 7, usuals }: At = {}): Odds {
  const found = odds({ state, now: start + minutes * minute, seed, usuals });
  if (found === undefined) throw new Error('no odds');
  return found;
}

test('the same seed gives the same, another one nearly the same', () => {
  const { state } = given(plan);
  expect(oddsOf(state)).toEqual(oddsOf(state));
  expect(oddsOf(state, { seed: 8 })).not.toEqual(oddsOf(state));
  expect(Math.abs(oddsOf(state, { seed: 8 }).inTime - oddsOf(state).inTime)).toBeLessThan(0.05);
});

test('certain where there is much room, and where it can not be', () => {
  expect(oddsOf(given(closing(300 * minute)).state).inTime).toBe(1);
  expect(oddsOf(given(closing(60 * minute)).state).inTime).toBe(0);
  const { inTime, p50, p90, draws } = oddsOf(given(plan).state);
  expect(draws).toBe(2_000);
  expect(inTime).toBeGreaterThan(0.5);
  expect(inTime).toBeLessThan(1);
  expect(p50 - start).toBeGreaterThan(110 * minute);
  expect(p90).toBeGreaterThan(p50);
});

test('one step alone has the spread it was drawn from', () => {
  const { state } = given(makePlan({ main: [{ id: 'only', duration: 100 * minute }] }));
  const { inTime, p50, p90 } = oddsOf(state);
  expect((p50 - start) / minute).toBeCloseTo(100, -0.5);
  expect((p90 - start) / minute).toBeCloseTo(125, -0.5);
  // ln(1.2) / sigma of 0.174 is 1.047 deviations.
  expect(inTime).toBeCloseTo(0.852, 1);
});

test('a late step makes it less likely, and the end later', () => {
  const running = given(plan, startStep('backup')).state;
  const onTime = oddsOf(running, { minutes: 20 });
  const late = oddsOf(running, { minutes: 45 });
  const later = oddsOf(running, { minutes: 60 });
  expect(late.inTime).toBeLessThan(onTime.inTime);
  expect(later.inTime).toBeLessThan(late.inTime);
  expect(late.p50).toBeGreaterThan(onTime.p50);
});

test('what is settled is a fact, and when all is, so is the end', () => {
  const steps = ['backup', 'deploy', 'open'];
  const all = steps.flatMap((id, index): readonly Given[] => [
    index * 30 * minute,
    startStep(id, 'early'),
    (index + 1) * 30 * minute,
    ...ended(id, 'succeeded'),
  ]);
  const at = start + 90 * minute;
  expect(oddsOf(given(plan, ...all).state, { minutes: 200 })).toMatchObject({ inTime: 1, p50: at, p90: at });
  const early = given(closing(80 * minute), ...all).state;
  expect(oddsOf(early, { minutes: 200 }).inTime).toBe(0);
  // A step that was done in no time leaves its successors to their own offsets.
  const half = given(plan, startStep('backup'), minute, ...ended('backup', 'succeeded')).state;
  expect(oddsOf(half, { minutes: 1 }).inTime).toBeGreaterThan(oddsOf(given(plan).state).inTime);
});

test('nothing to draw without steps, or once the run was broken off', () => {
  const facts = { now: start, seed: 1 };
  expect(odds({ ...facts, state: given(makePlan({ main: [] })).state })).toBeUndefined();
  const aborted = given(plan, { type: 'end', reason: 'power cut', by }).state;
  expect(odds({ ...facts, state: aborted })).toBeUndefined();
});

test('learned lengths take the place of planned ones', () => {
  const usuals: Usuals = new Map([
    ['deploy', { p50: 80 * minute, p90: 90 * minute, count: 10, source: 'run' }],
  ]);
  const { state } = given(plan);
  expect(oddsOf(state).inTime).toBeGreaterThan(0.5);
  expect(oddsOf(state, { usuals }).inTime).toBeLessThan(0.1);
});

test('a built-in hold takes in what is late, as far as it goes', () => {
  const held = (hold: boolean) =>
    makePlan({
      main: [
        { id: 'work', offset: 0, duration: 30 * minute, actions: [sh()] },
        { id: 'wait', offset: 30 * minute, duration: 60 * minute, after: ['work'], hold },
        { id: 'open', offset: 90 * minute, duration: 10 * minute, after: ['wait'], actions: [sh()] },
      ],
    });
  const late = (hold: boolean) => oddsOf(given(held(hold), startStep('work')).state, { minutes: 60 });
  expect(late(true).inTime).toBe(1);
  expect(late(false).inTime).toBeLessThan(0.5);
});

test('a built-in hold that goes on after its planned end is not over before now', () => {
  const waiting = makePlan({ main: [{ id: 'wait', duration: 60 * minute, hold: true, confirm: ['qc'] }] });
  const { state } = given(waiting, startStep('wait'));
  const hour = start + 60 * minute;
  expect(oddsOf(state, { minutes: 20 })).toMatchObject({ p50: hour, p90: hour });
  expect(oddsOf(state, { minutes: 80 })).toMatchObject({ p50: hour + 20 * minute });
});

test('what is under way takes longer than it did so far', () => {
  const { state } = given(
    makePlan({ main: [{ id: 'only', duration: 100 * minute, actions: [sh()] }] }),
    startStep('only'),
  );
  // The quantile at three quarters: 0.6745 deviations of 0.174.
  expect((oddsOf(state, { minutes: 100 }).p50 - start) / minute).toBeCloseTo(112.4, -0.5);
});

test('what was started before what it waits for ends by itself', () => {
  const two = makePlan({
    main: [
      { id: 'slow', duration: 100 * minute, actions: [sh()] },
      { id: 'early', offset: minute, duration: 50 * minute, after: ['slow'], actions: [sh()] },
    ],
  });
  const { state } = given(two, startStep('slow'), startStep('early', 'no time'));
  expect((oddsOf(state).p50 - start) / minute).toBeCloseTo(100, -0.5);
});

test('what a step draws does not hang on whether another is settled', () => {
  const side = makePlan({
    main: [
      { id: 'quick', duration: minute, actions: [sh()] },
      { id: 'long', duration: 115 * minute, actions: [sh()] },
    ],
  });
  const both: readonly Given[] = [startStep('quick'), startStep('long'), minute];
  const { inTime } = oddsOf(given(side, ...both).state, { minutes: 2 });
  expect(inTime).toBeGreaterThan(0.3);
  expect(oddsOf(given(side, ...both, ...ended('quick', 'succeeded')).state, { minutes: 2 }).inTime).toBe(
    inTime,
  );
});

test('once the fallback is called only its steps count', () => {
  const both = makePlan({
    main: chain,
    fallback: [{ id: 'back', offset: 0, duration: 20 * minute, actions: [sh()] }],
  });
  const called = given(both, 60 * minute, { type: 'fallback', reason: 'no', by }).state;
  const found = oddsOf(called, { minutes: 60 });
  expect(found.inTime).toBe(1);
  expect((found.p50 - start) / minute).toBeCloseTo(80, -0.5);
});

test('properties: not before now, in order, never likelier as time passes, around the forecast', () => {
  const draft = fc.record({
    gap: fc.integer({ min: 0, max: 20 }),
    length: fc.integer({ min: 0, max: 40 }),
    hold: fc.boolean(),
    after: fc.integer({ min: 0, max: 3 }),
  });
  const drafts = fc.array(draft, { minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(drafts, fc.integer({ min: 0, max: 200 }), fc.nat(60), (list, minutes, more) => {
      let offset = 0;
      const main = list.map(({ gap, length, hold, after }, index): StepDraft => {
        offset += gap * minute;
        const before = after > 0 && index >= after ? [`s${index - after}`] : [];
        const work = hold && index > 0 ? { hold, confirm: ['qc'] } : { actions: [sh()] };
        return { id: `s${index}`, offset, duration: length * minute, after: before, ...work };
      });
      const { state } = given(makePlan({ main }), startStep('s0', 'early'));
      const now = oddsOf(state, { minutes });
      expect(now.p90).toBeGreaterThanOrEqual(now.p50);
      expect(now.p50).toBeGreaterThanOrEqual(start + minutes * minute);
      const later = oddsOf(state, { minutes: minutes + more });
      expect(later.inTime).toBeLessThanOrEqual(now.inTime);
      // Spreads are rounded while nothing has gone on.
      expect(later.p50).toBeGreaterThanOrEqual(now.p50 - 1_000);
      const { ends = 0 } = forecast({ state, now: start + minutes * minute });
      // What waits for several, or is under way, ends later in most draws than each alone would.
      expect(now.p90).toBeGreaterThanOrEqual(ends - 1);
    }),
    { numRuns: 60 },
  );
});
