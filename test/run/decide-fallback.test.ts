import { expect, test } from 'vitest';
import type { Command, ScopeChange } from '../../source/run/command.ts';
import { forecast } from '../../source/run/forecast.ts';
import { makePlan, minute, sh, start } from '../helpers/plan.ts';
import { by, ended, given, startStep } from './scenario.ts';

const plan = makePlan({
  main: [
    { id: 'scripts', title: 'Run the scripts', actions: [sh()] },
    { id: 'verify', offset: 10 * minute, after: ['scripts'], decision: true, poll: ['qc'] },
  ],
  fallback: [
    { id: 'halt' },
    { id: 'restore', offset: 5 * minute, after: ['halt'], duration: 40 * minute, undoes: ['scripts'] },
    { id: 'check', offset: 45 * minute, after: ['restore'], undoes: ['scripts'], required: true },
  ],
});
const fallback = (...changes: readonly ScopeChange[]): Command => ({
  type: 'fallback',
  reason: ' errors ',
  by,
  changes,
});
const called = { type: 'fallback.called', reason: 'errors', by, step: undefined } as const;
const never = 'not needed: 1 Run the scripts never ran';

test('what undoes nothing that ever ran is skipped in the same breath', () => {
  const state = given(plan, minute)
    .when(fallback())
    .gives(called, { type: 'step.skipped', step: 'restore', reason: never, by });
  expect(state.steps.restore).toMatchObject({
    status: 'skipped',
    skipped: { at: start + minute, reason: never },
  });
  expect(state.steps.check?.status).toBe('waiting');
});

test('once it ran nothing is left out', () => {
  given(plan, startStep('scripts')).when(fallback()).gives(called);
});

test('a person changes it, each time with a reason, and the record keeps why', () => {
  const done = { step: 'restore', needed: true, reason: ' the backup is to be proved ' };
  given(plan).when(fallback(done)).gives(called, {
    type: 'note.added',
    step: 'restore',
    text: 'to be done although not needed (1 Run the scripts never ran): the backup is to be proved',
    by,
  });
  const out = { step: 'halt', needed: false, reason: 'all are down' };
  given(plan, startStep('scripts'))
    .when(fallback(out))
    .gives(called, { type: 'step.skipped', step: 'halt', reason: 'all are down', by });
});

test('a change that says what is so anyway changes nothing', () => {
  given(plan)
    .when(fallback({ step: 'restore', needed: false, reason: 'too long' }))
    .gives(called, { type: 'step.skipped', step: 'restore', reason: never, by });
});

test('a change without a reason, of another step, or of what is required is refused, and nothing is called', () => {
  const open = given(plan);
  open
    .when(fallback({ step: 'halt', needed: false, reason: ' ' }))
    .refused(/3 Step halt .*reason/, 'needs-reason');
  open.when(fallback({ step: 'scripts', needed: false, reason: 'r' })).refused(/no step scripts/, 'invalid');
  open.when(fallback({ step: 'check', needed: false, reason: 'r' })).refused(/5 Step check is required/);
});

test('a no-go calls it with the same changes', () => {
  const vote: Command = {
    type: 'vote',
    step: 'verify',
    role: 'qc',
    verdict: 'no-go',
    reason: 'wrong sums',
    changes: [{ step: 'halt', needed: false, reason: 'all are down' }],
    by,
  };
  const voted = {
    type: 'vote.cast',
    step: 'verify',
    role: 'qc',
    verdict: 'no-go',
    by,
    level: 'word',
  } as const;
  const ran = [startStep('scripts'), ...ended('scripts', 'succeeded'), 10 * minute, startStep('verify')];
  given(plan, ...ran)
    .when(vote)
    .gives(
      voted,
      { ...called, reason: 'wrong sums', step: 'verify' },
      { type: 'step.skipped', step: 'halt', reason: 'all are down', by },
    );
  given(plan, ...ran)
    .when({ ...vote, changes: [{ step: 'check', needed: false, reason: 'r' }] })
    .refused(/required/);
});

test('what is left out hands on what it waited for: nothing begins before that', () => {
  const chain = makePlan({
    main: [{ id: 'scripts', actions: [sh()] }],
    fallback: [
      { id: 'halt', actions: [sh()] },
      { id: 'restore', offset: 5 * minute, after: ['halt'], undoes: ['scripts'] },
      { id: 'prove', offset: 10 * minute, after: ['restore'], undoes: ['scripts'] },
      { id: 'open', offset: 15 * minute, after: ['prove'] },
    ],
  });
  const called = given(chain, fallback(), 20 * minute, startStep('halt'));
  called.when(startStep('open')).refused(/waits for 2 Step halt, which is running/, 'needs-reason');
  const expected = forecast({ state: called.state, now: start + 24 * minute });
  expect(expected.steps.get('open')?.begins).toBe(start + 25 * minute);
  expect(expected.steps.get('prove')).toEqual({ begins: start, ends: start, drift: undefined });
  given(chain, fallback(), 20 * minute, startStep('halt'), ...ended('halt', 'succeeded'))
    .when(startStep('open'))
    .gives(
      { type: 'step.started', step: 'open', attempt: 1, by, reason: undefined, missing: [] },
      {
        type: 'attempt.finished',
        step: 'open',
        attempt: 1,
        outcome: 'succeeded',
        detail: 'done by people',
      },
    );
});

test('a step that is skipped later, by a person, hands on nothing', () => {
  const chain = makePlan({
    main: [{ id: 'scripts', actions: [sh()] }],
    fallback: [
      { id: 'halt' },
      { id: 'restore', after: ['halt'] },
      { id: 'open', after: ['restore'], actions: [sh()] },
    ],
  });
  given(chain, fallback(), minute, { type: 'skip', step: 'restore', reason: 'r', by })
    .when(startStep('open'))
    .gives({ type: 'step.started', step: 'open', attempt: 1, by, reason: undefined, missing: [] });
});
