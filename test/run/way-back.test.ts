import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Command } from '../../source/run/command.ts';
import type { TargetResult } from '../../source/run/facts.ts';
import { forecast } from '../../source/run/forecast.ts';
import { findStep } from '../../source/run/select.ts';
import type { RunState } from '../../source/run/state.ts';
import { lastSafeAfter, neededSteps, type WayBack, wayBack } from '../../source/run/way-back.ts';
import { makePlan, minute, sh, start } from '../helpers/plan.ts';
import { anyRun } from './any-run.ts';
import { by, ended, type Given, given, startStep } from './scenario.ts';

const plan = makePlan({
  main: [
    { id: 'scripts', title: 'Run the scripts', actions: [sh(['web1', 'web2'])], duration: 20 * minute },
    { id: 'talk', title: 'Tell everybody', offset: 20 * minute, after: ['scripts'] },
    {
      id: 'verify',
      offset: 45 * minute,
      after: ['scripts'],
      decision: true,
      poll: ['qc'],
      duration: 10 * minute,
    },
    { id: 'drop', offset: 60 * minute, after: ['verify'], noReturn: true, actions: [sh()] },
  ],
  fallback: [
    { id: 'halt' },
    {
      id: 'restore',
      offset: 5 * minute,
      after: ['halt'],
      duration: 55 * minute,
      undoes: ['scripts', 'talk'],
    },
    { id: 'check', offset: 60 * minute, after: ['restore'], undoes: ['talk'], required: true },
  ],
});
const needs = (...commands: readonly Given[]): readonly (readonly [string, boolean, string])[] =>
  neededSteps(given(plan, ...commands).state).map(({ step, needed, why }) => [step.id, needed, why]);
const restore = (...commands: readonly Given[]) => needs(...commands)[1]?.slice(1);

/** An attempt of the scripts with these results; nothing else is reported of it. */
function ran(
  result: TargetResult,
  outcome: 'failed' | 'succeeded' | 'unknown',
  number = 1,
): readonly Command[] {
  const action = { step: 'scripts', attempt: number, action: 0 } as const;
  return [
    startStep('scripts'),
    { type: 'begin-action', ...action, targets: ['web1', 'web2'] },
    { type: 'finish-target', ...action, target: 'web1', result },
    { type: 'finish-target', ...action, target: 'web2', result: { type: 'refused', reason: 'no way' } },
    ...ended('scripts', outcome, number),
  ];
}
const refused: TargetResult = { type: 'refused', reason: 'unknown host key' };

test('needed is what undoes something that ran, what undoes nothing, and what is required', () => {
  expect(needs()).toEqual([
    ['halt', true, 'part of every way back'],
    ['restore', false, '1 Run the scripts, 2 Tell everybody never ran'],
    ['check', true, 'required'],
  ]);
  expect(needs(startStep('scripts'))[1]).toEqual(['restore', true, 'undoes 1 Run the scripts']);
  expect(needs(startStep('talk', 'r'))[2]).toEqual(['check', true, 'undoes 2 Tell everybody']);
});

test.each<[string, readonly Given[], boolean]>([
  ['it was skipped before it began', [{ type: 'skip', step: 'scripts', reason: 'r', by }], false],
  [
    'it was skipped after it had failed',
    [...ran({ type: 'exited', code: 1 }, 'failed'), { type: 'skip', step: 'scripts', reason: 'r', by }],
    true,
  ],
  ['it was done by hand', [{ type: 'do-by-hand', step: 'scripts', reason: 'r', by }], true],
  ['it runs', [startStep('scripts')], true],
  ['it failed on one host', ran({ type: 'exited', code: 1 }, 'failed'), true],
  ['every host refused it before it ran', ran(refused, 'failed'), false],
  ['it failed before its first action', [startStep('scripts'), ...ended('scripts', 'failed')], false],
  ['the link was lost', ran({ type: 'lost', reason: 'gone' }, 'unknown'), true],
  [
    'refused first, and then it ran',
    [...ran(refused, 'failed'), ...ran({ type: 'exited', code: 1 }, 'failed', 2)],
    true,
  ],
  [
    'it ran before the run was taken back',
    [...ran({ type: 'exited', code: 0 }, 'succeeded'), { type: 'recycle', to: 'scripts', reason: 'r', by }],
    true,
  ],
])('whether the restore is needed when %s', (_, commands, needed) => {
  expect(restore(...commands)?.[0]).toBe(needed);
});

const usualsOf = (p50: number, source: 'run' | 'rehearsal') =>
  new Map([['restore', { p50, p90: p50, count: 3, source }]]);
const back = (state: RunState, now: number, usuals?: ReturnType<typeof usualsOf>): WayBack | undefined =>
  wayBack({ state, now, forecast: forecast({ state, now }), usuals });
const at = (minutes: number) => start + minutes * minute;

test('the way back is as long as what is needed of it, and gets longer when a step begins', () => {
  const before = given(plan).state;
  expect(back(before, at(0))).toMatchObject({ length: 10 * minute, lastSafe: at(110), noReturn: undefined });
  expect(lastSafeAfter({ state: before, step: findStep(before, 'scripts') })).toBe(at(55));
  expect(lastSafeAfter({ state: before, step: findStep(before, 'verify') })).toBe(at(110));
  expect(lastSafeAfter({ state: before })).toBe(at(110));
  const begun = given(plan, startStep('scripts')).state;
  expect(back(begun, at(0))).toMatchObject({ length: 65 * minute, lastSafe: at(55) });
});

test('late is a decision that falls after the last safe fallback of that moment; passed is now after it', () => {
  const { state } = given(plan, startStep('scripts'), ...ended('scripts', 'succeeded'));
  expect(back(state, at(30))).toMatchObject({ level: 'safe', decision: { at: at(55), lastSafe: at(55) } });
  expect(back(state, at(46))).toMatchObject({ level: 'late', decision: { at: at(56), lastSafe: at(55) } });
  expect(back(state, at(56))?.level).toBe('passed');
  // Nothing has begun, but it will have by then.
  const early = given(plan).state;
  expect(back(early, at(40))).toMatchObject({
    level: 'late',
    lastSafe: at(110),
    decision: { lastSafe: at(55) },
  });
});

test('what really took longer counts, what was only rehearsed does not', () => {
  const { state } = given(plan, startStep('scripts'));
  expect(back(state, at(0), usualsOf(70 * minute, 'run'))?.lastSafe).toBe(at(40));
  expect(back(state, at(0), usualsOf(70 * minute, 'rehearsal'))?.lastSafe).toBe(at(55));
  expect(back(state, at(0), usualsOf(7 * minute, 'run'))?.lastSafe).toBe(at(55));
});

test('it names what can not be undone once that has begun', () => {
  const { state } = given(plan, startStep('drop', 'r'));
  expect(back(state, at(0))?.noReturn?.id).toBe('drop');
});

test('there is none without a fallback, after it was called, and after the end', () => {
  const none = given(makePlan({ main: [{ id: 'a' }] })).state;
  expect(back(none, at(0))).toBeUndefined();
  expect(back(given(plan, { type: 'fallback', reason: 'r', by }).state, at(0))).toBeUndefined();
  expect(back(given(plan, { type: 'end', reason: 'r', by }).state, at(0))).toBeUndefined();
});

test('whatever happens, and however late, the last safe fallback never moves later', () => {
  fc.assert(
    fc.property(anyRun, fc.nat({ max: 60 }), ({ states }, wait) => {
      let last = Number.POSITIVE_INFINITY;
      for (const { state, now } of states) {
        const safe = back(state, now)?.lastSafe;
        if (safe === undefined) continue;
        expect(safe).toBeLessThanOrEqual(last);
        expect(back(state, now + wait * minute)?.lastSafe).toBe(safe);
        last = safe;
      }
    }),
    { numRuns: 60 },
  );
});
