import { expect, test } from 'vitest';
import { type Action, targetsOf } from '../../source/plan/plan.ts';
import type { Usual } from '../../source/plan/usual.ts';
import { findStep } from '../../source/run/select.ts';
import { type LengthOptions, mainAction, rehearsalLengths } from '../../source/session/rehearsal-lengths.ts';
import { makePlan, minute, type StepDraft, sh } from '../helpers/plan.ts';

const item = { number: 1, text: 'Item', line: 1, owners: [] };
const sql: Partial<Action> = { kind: 'sql', on: { type: 'database', name: 'sakai' } };
const marker: Partial<Action> = { ...sql, kind: 'marker', marker: { verb: 'check', name: 'm' } };

/** Lengths of the first attempt at the only step, in minutes: of each action as its slowest target, and of people. */
function lengthsOf(draft: Partial<StepDraft>, options: Partial<LengthOptions> = {}) {
  const plan = makePlan({ main: [{ id: 'only', duration: 10 * minute, ...draft }] });
  const step = findStep({ plan }, 'only');
  if (step === undefined) throw new Error('no step');
  const lengths = rehearsalLengths({ plan, seed: 1, ...options });
  const works = step.actions.map((action) =>
    Math.max(
      ...targetsOf(action.on).map((target) => lengths.ofJob({ step: step.id, attempt: 1, action, target })),
    ),
  );
  return { works: works.map((ms) => ms / minute), people: lengths.ofPeople(step, 1) / minute, step, lengths };
}

test('exact: the planned length, of the work or of people, or half of it each', () => {
  const exact = { exact: true };
  expect(lengthsOf({ actions: [sh(['web1'])] }, exact)).toMatchObject({ works: [10], people: 0 });
  expect(lengthsOf({ actions: [sh(['web1'])], confirm: ['dba'] }, exact)).toMatchObject({
    works: [10],
    people: 0,
  });
  expect(lengthsOf({ confirm: ['dba'] }, exact)).toMatchObject({ works: [], people: 10 });
  expect(lengthsOf({ actions: [sh()], checklist: [item] }, exact)).toMatchObject({ works: [5], people: 5 });
});

test('drawn: about a tenth more or less, the same for the same seed', () => {
  const draw = (seed: number) => lengthsOf({ actions: [sh(['web1', 'web2'])] }, { seed }).works[0] ?? 0;
  const drawn = Array.from({ length: 50 }, (_, seed) => draw(seed));
  expect(drawn).toEqual(Array.from({ length: 50 }, (_, seed) => draw(seed)));
  expect(new Set(drawn).size).toBeGreaterThan(40);
  expect(Math.min(...drawn)).toBeGreaterThan(10 * 0.9 * 0.9);
  expect(Math.max(...drawn)).toBeLessThan(10 * 1.1);
});

test('what real runs took is drawn from; what rehearsals took is not', () => {
  const usual = (source: Usual['source']): Partial<LengthOptions> => ({
    usuals: new Map([['only', { p50: 60 * minute, p90: 90 * minute, count: 9, source }]]),
  });
  const draft = { actions: [sh(['web1'])] };
  expect(lengthsOf(draft, { ...usual('run'), exact: true }).works).toEqual([60]);
  expect(lengthsOf(draft, { ...usual('rehearsal'), exact: true }).works).toEqual([10]);
  const drawn = Array.from(
    { length: 200 },
    (_, seed) => lengthsOf(draft, { ...usual('run'), seed }).works[0] ?? 0,
  );
  const sorted = drawn.toSorted((a, b) => a - b);
  expect(sorted[100]).toBeGreaterThan(52);
  expect(sorted[100]).toBeLessThan(68);
  expect(sorted[180]).toBeGreaterThan(76);
  expect(sorted[180]).toBeLessThan(105);
});

test('the time of a step is shared by what its actions are allowed; markers take seconds', () => {
  const actions = [
    sh([], { ...marker }),
    sh([], { ...sql, index: 1, timeout: 2 * minute }),
    sh([], { ...sql, index: 2, timeout: 25 * minute }),
  ];
  const { works, step } = lengthsOf({ actions, duration: 20 * minute }, { exact: true });
  expect(works[0]).toBeLessThan(0.05);
  expect(works[1]).toBeCloseTo(1.5, 1);
  expect(works[2]).toBeCloseTo(18.5, 1);
  expect(works.reduce((sum, work) => sum + work, 0)).toBeCloseTo(20, 3);
  expect(mainAction(step)).toBe(2);
});

test('no action is drawn past its own limit; others take what is left', () => {
  const actions = [sh(['web1'], { timeout: minute }), sh(['web1'], { index: 1 })];
  expect(lengthsOf({ actions }, { exact: true }).works).toEqual([0.9, 9.1]);
  expect(lengthsOf({ actions: [sh(['web1'], { timeout: minute })] }, { exact: true }).works).toEqual([0.9]);
});

test('batches share the time of their action', () => {
  const one = [{ type: 'count' as const, value: 1 }];
  expect(lengthsOf({ actions: [sh(['web1', 'web2'], { batch: one })] }, { exact: true }).works).toEqual([5]);
});

test('what is late takes so much longer at the first attempt, whatever its limit', () => {
  const late: Partial<LengthOptions> = {
    exact: true,
    faults: [{ type: 'late', step: 'only', by: 25 * minute }],
  };
  const work = lengthsOf({ actions: [sh(['web1'], { timeout: minute })] }, late);
  expect(work.works).toEqual([25.9]);
  const [action] = work.step.actions;
  if (action === undefined) throw new Error('no action');
  expect(work.lengths.ofJob({ step: 'only', attempt: 2, action, target: 'web1' })).toBe(0.9 * minute);
  expect(lengthsOf({ confirm: ['dba'] }, late).people).toBe(35);
});
