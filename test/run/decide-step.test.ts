import { expect, test } from 'vitest';
import { makePlan, minute, sh } from '../helpers/plan.ts';
import { by, ended, given, startStep } from './scenario.ts';

const plan = makePlan({
  main: [
    { id: 'stop', actions: [sh(['web1', 'web2'])] },
    { id: 'deploy', offset: 5 * minute, after: ['stop'], actions: [sh(['web1'])], required: true },
    { id: 'look', offset: 10 * minute, after: ['deploy'], confirm: ['qc'] },
  ],
  fallback: [{ id: 'back', actions: [sh(['web1'])] }],
});

const started = {
  type: 'step.started',
  step: 'stop',
  attempt: 1,
  by,
  reason: undefined,
  missing: [],
} as const;

test('a step that is due and waits for nothing starts', () => {
  const state = given(plan).when(startStep('stop')).gives(started);
  expect(state.steps.stop?.status).toBe('running');
});

test('an id that is a number names its own step, not the one with that number', () => {
  const numbered = makePlan({
    main: [
      { id: '2', actions: [sh()] },
      { id: 'other', actions: [sh()] },
    ],
  });
  given(numbered)
    .when(startStep('2'))
    .gives({ ...started, step: '2' });
});

test('a step is found by its number too', () => {
  given(plan).when(startStep('1')).gives(started);
});

test('a running step does not start again', () => {
  given(plan, startStep('stop'))
    .when(startStep('stop'))
    .refused(/running/);
});

test('a done step does not start again', () => {
  given(plan, startStep('stop'), ...ended('stop', 'succeeded'))
    .when(startStep('stop'))
    .refused(/done/);
});

test('a step before what it waits for asks for a reason and says what is missing', () => {
  given(plan, 5 * minute)
    .when(startStep('deploy'))
    .refused(/it waits for 1 Step stop, which is not started/, 'needs-reason');
});

test('a step before it is due asks for a reason and says when it is due', () => {
  given(plan, startStep('stop'), ...ended('stop', 'succeeded'), 3 * minute)
    .when(startStep('deploy'))
    .refused(/due in 2m, at S\+5m/, 'needs-reason');
});

test('with a reason it starts, and both are recorded', () => {
  given(plan, 5 * minute)
    .when(startStep('deploy', ' the hosts are down anyway '))
    .gives({
      type: 'step.started',
      step: 'deploy',
      attempt: 1,
      by,
      reason: 'the hosts are down anyway',
      missing: ['it waits for 1 Step stop, which is not started'],
    });
});

test('a blank reason is none', () => {
  given(plan, 5 * minute)
    .when(startStep('deploy', '  '))
    .refused(/not ready/, 'needs-reason');
});

test('a failed step starts its next attempt', () => {
  given(plan, startStep('stop'), ...ended('stop', 'failed'))
    .when(startStep('stop'))
    .gives({ ...started, attempt: 2 });
});

test('an unknown step is settled before anything else', () => {
  const unknown = given(plan, startStep('stop'), ...ended('stop', 'unknown'));
  unknown.when(startStep('stop')).refused(/settle/);
  unknown.when({ type: 'skip', step: 'stop', reason: 'r', by }).refused(/settle/);
  unknown
    .when({ type: 'settle', step: 'stop', outcome: 'succeeded', reason: '', by })
    .refused(/reason/, 'needs-reason');
  const state = unknown
    .when({ type: 'settle', step: 'stop', outcome: 'succeeded', reason: 'looked on both', by })
    .gives({
      type: 'attempt.settled',
      step: 'stop',
      attempt: 1,
      outcome: 'succeeded',
      reason: 'looked on both',
      by,
    });
  expect(state.steps.stop?.status).toBe('done');
});

test('a step whose outcome is known is not settled', () => {
  given(plan, startStep('stop'), ...ended('stop', 'failed'))
    .when({ type: 'settle', step: 'stop', outcome: 'succeeded', reason: 'r', by })
    .refused(/known/);
});

test('a skip needs a reason and settles the step', () => {
  given(plan)
    .when({ type: 'skip', step: 'stop', reason: ' ', by })
    .refused(/reason/, 'needs-reason');
  const state = given(plan)
    .when({ type: 'skip', step: 'stop', reason: 'were stopped', by })
    .gives({ type: 'step.skipped', step: 'stop', reason: 'were stopped', by });
  expect(state.steps.stop?.status).toBe('skipped');
});

test('a required step is not skipped, a running one is stopped first', () => {
  given(plan)
    .when({ type: 'skip', step: 'deploy', reason: 'r', by })
    .refused(/required/);
  given(plan, startStep('stop'))
    .when({ type: 'skip', step: 'stop', reason: 'r', by })
    .refused(/stop it first/);
});

test('only a running step is stopped, and once', () => {
  given(plan)
    .when({ type: 'stop', step: 'stop', by })
    .refused(/not running/);
  const stopped = given(plan, startStep('stop'), { type: 'stop', step: 'stop', by });
  stopped.when({ type: 'stop', step: 'stop', by }).refused(/being stopped/);
});

test('a step without actions is work of people: it waits to be confirmed', () => {
  const state = given(plan, 10 * minute)
    .when(startStep('look', 'r'))
    .gives(
      {
        type: 'step.started',
        step: 'look',
        attempt: 1,
        by,
        reason: 'r',
        missing: ['it waits for 2 Step deploy, which is not started'],
      },
      { type: 'attempt.finished', step: 'look', attempt: 1, outcome: 'succeeded', detail: 'done by people' },
    );
  expect(state.steps.look?.status).toBe('checking');
});

test('fallback steps wait for D, and after D the others are frozen', () => {
  given(plan)
    .when(startStep('back'))
    .refused(/until the fallback is called/);
  const after = given(plan, 20 * minute, { type: 'fallback', reason: 'errors', by });
  after.when(startStep('stop')).refused(/frozen/);
  after.when({ type: 'skip', step: 'stop', reason: 'r', by }).refused(/frozen/);
  after.when(startStep('back')).gives({ ...started, step: 'back' });
});

test('what runs when D is called may still end, and be stopped', () => {
  const after = given(plan, startStep('stop'), { type: 'fallback', reason: 'errors', by });
  after.when(startStep('back')).refused(/1 Step stop still runs/, 'needs-reason');
  after
    .when({ type: 'begin-action', step: 'stop', attempt: 1, action: 0, targets: ['web1'] })
    .refused(/D was called before action 1/);
  after
    .when({ type: 'stop', step: 'stop', by })
    .gives({ type: 'stop.requested', step: 'stop', attempt: 1, by });
  expect(
    given(plan, startStep('stop'), { type: 'fallback', reason: 'e', by }, ...ended('stop', 'failed')).state
      .steps.stop?.status,
  ).toBe('failed');
});

test('an unknown step is said to be unknown', () => {
  given(plan)
    .when(startStep('nothing'))
    .refused(/no step nothing/, 'unknown-step');
});

test('reports are taken only for the attempt under way', () => {
  const [report] = ended('stop', 'succeeded');
  if (report === undefined) throw new Error('no report');
  given(plan)
    .when(report)
    .refused(/not under way/, 'invalid');
  given(plan, startStep('stop'), report)
    .when(report)
    .refused(/not under way/, 'invalid');
});

test('a target finishes once, and only the action under way', () => {
  const begin = {
    type: 'begin-action',
    step: 'stop',
    attempt: 1,
    action: 0,
    targets: ['web1', 'web2'],
  } as const;
  const finish = {
    type: 'finish-target',
    step: 'stop',
    attempt: 1,
    action: 0,
    target: 'web1',
    result: { type: 'exited', code: 0 },
  } as const;
  given(plan, startStep('stop'))
    .when(finish)
    .refused(/does not run/, 'invalid');
  given(plan, startStep('stop'), begin)
    .when(begin)
    .refused(/not the next/, 'invalid');
  const state = given(plan, startStep('stop'), begin, finish).state;
  expect(state.steps.stop?.attempts[0]?.targets).toEqual({ web1: finish.result, web2: undefined });
  given(plan, startStep('stop'), begin, finish)
    .when(finish)
    .refused(/does not run/, 'invalid');
});

test('on the way back a step is never too early: what it waits for is settled', () => {
  const back = makePlan({
    main: [{ id: 'a' }],
    fallback: [{ id: 'restore' }, { id: 'start', offset: 40 * minute, after: ['restore'] }],
  });
  const called = given(back, 5 * minute, { type: 'fallback', reason: 'r', by });
  called.when(startStep('start')).refused(/it waits for 2 Step restore/, 'needs-reason');
  const skipped = { type: 'skip', step: 'restore', reason: 'r', by } as const;
  given(back, 5 * minute, { type: 'fallback', reason: 'r', by }, skipped)
    .when(startStep('start'))
    .gives({ ...started, step: 'start' }, expect.objectContaining({ type: 'attempt.finished' }));
});
