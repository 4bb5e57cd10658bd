import { expect, test } from 'vitest';
import type { Attempt } from '../../source/run/state.ts';
import { foldTargets, interruptedWork, loudOutcome, placesOf, rolePerson } from '../../source/run/words.ts';
import { makePlan, sh } from '../helpers/plan.ts';

test('how a run ended, where it must be seen', () => {
  expect(loudOutcome('go')).toBe('GO');
  expect(loudOutcome('fell-back-with-failures')).toBe('FELL BACK, with failures');
});

test('places: hosts folded, each other one once', () => {
  const database = sh([], { kind: 'sql', on: { type: 'database', name: 'sakai' } });
  expect(placesOf({ actions: [sh(['web1']), database, sh(['web2']), database] })).toEqual([
    'web[1-2]',
    'db:sakai',
  ]);
  expect(foldTargets(['web1', 'web2'])).toBe('web[1-2]');
  expect(foldTargets(['db:a1', 'db:a2'])).toBe('db:a1, db:a2');
});

test('a role with its person; one that is not in the plan by its id', () => {
  const plan = makePlan({ main: [] });
  expect(rolePerson({ plan }, 'qc')).toBe('QC (Sandra)');
  expect(rolePerson({ plan }, 'nobody')).toBe('nobody');
});

const attempt = (action: number): Attempt => ({
  number: 1,
  startedAt: 0,
  endedAt: 1,
  by: 'x',
  reason: undefined,
  outcome: 'unknown',
  detail: '',
  stopRequested: false,
  from: 0,
  only: undefined,
  byHand: false,
  action,
  actionStartedAt: undefined,
  actionTargets: [],
  done: {},
  launched: [],
  targets: {},
  settled: undefined,
});

const three = { actions: [sh(), sh([], { text: `\n  dump ${'x'.repeat(80)}\nmore` }), sh()] };

test('work that was interrupted', () => {
  const again = 'Settled as failed, a retry runs all 3 again.';
  const onwards = 'Settled as failed, a retry runs all 3 again, or goes on from action 2.';
  expect(interruptedWork(three, attempt(-1))).toEqual([
    `None of its 3 actions had begun, and will not run if you settle it as succeeded. ${again}`,
  ]);
  expect(interruptedWork(three, attempt(1))).toEqual([
    `Action 2 of 3 was under way: dump ${'x'.repeat(54)}…`,
    `The one after it never ran, and will not run if you settle it as succeeded. ${onwards}`,
  ]);
  expect(interruptedWork(three, attempt(2))).toEqual(['Action 3 of 3 was under way: true']);
  expect(interruptedWork({ actions: [sh()] }, attempt(0))).toEqual(['Its only action was under way: true']);
});

test('a retry that goes on with the second action, and has not begun it', () => {
  expect(interruptedWork(three, { ...attempt(0), from: 1 })).toEqual([
    'Action 2 of 3 had not begun, and will not run if you settle it as succeeded. ' +
      'Settled as failed, a retry runs all 3 again, or goes on from action 2.',
  ]);
});
