import { expect, test } from 'vitest';
import type { Command } from '../../source/run/command.ts';
import { makePlan, minute, sh } from '../helpers/plan.ts';
import { by, ended, given, startStep } from './scenario.ts';

const plan = makePlan({ main: [{ id: 'one', actions: [sh()] }, { id: 'two' }], fallback: [{ id: 'back' }] });
const skip = (step: string): Command => ({ type: 'skip', step, reason: 'r', by });
const fallback: Command = { type: 'fallback', reason: 'errors', by };
const end = (reason?: string): Command => ({ type: 'end', reason, by });

test('the fallback is called from S on, once, with a reason', () => {
  given(plan, -minute)
    .when(fallback)
    .refused(/from S on/);
  given(plan)
    .when({ ...fallback, reason: ' ' })
    .refused(/reason/, 'needs-reason');
  const state = given(plan, minute)
    .when(fallback)
    .gives({ type: 'fallback.called', reason: 'errors', by, step: undefined });
  expect(state.fallback).toEqual({ at: state.schedule.start + minute, reason: 'errors', by });
  given(plan, fallback)
    .when(fallback)
    .refused(/already/);
});

test('a plan without a fallback says so', () => {
  given(makePlan({ main: [{ id: 'one' }] }))
    .when(fallback)
    .refused(/no fallback/);
});

test('a run whose steps are all settled ends with go', () => {
  given(plan, skip('one'), skip('two'))
    .when(end())
    .gives({ type: 'run.ended', outcome: 'go', reason: undefined, by });
});

test('a step skipped after it failed makes the end one with failures', () => {
  given(plan, startStep('one'), ...ended('one', 'failed'), skip('one'), skip('two'))
    .when(end())
    .gives({ type: 'run.ended', outcome: 'go-with-failures', reason: undefined, by });
});

test('after D only the fallback decides how the run ends', () => {
  given(plan, fallback, skip('back'))
    .when(end())
    .gives({ type: 'run.ended', outcome: 'fell-back', reason: undefined, by });
});

test('ending with open steps aborts and needs a reason that names them', () => {
  given(plan, skip('one'))
    .when(end())
    .refused(/2 Step two is not settled/, 'needs-reason');
  given(plan, skip('one'))
    .when(end('no disk'))
    .gives({ type: 'run.ended', outcome: 'aborted', reason: 'no disk', by });
});

test('nothing ends while a step runs, even one of a frozen timeline', () => {
  given(plan, startStep('one'))
    .when(end('r'))
    .refused(/still running: 1 Step one/);
  given(plan, startStep('one'), fallback, skip('back'))
    .when(end())
    .refused(/still running/);
});

test('nothing after the end, not even a note', () => {
  const over = given(plan, end('r'));
  over.when(startStep('one')).refused(/ended/);
  over.when(fallback).refused(/ended/);
  over.when(end()).refused(/ended/);
  over.when({ type: 'note', text: ' all quiet ', by }).refused(/ended/);
  given(plan)
    .when({ type: 'note', text: ' all quiet ', by })
    .gives({ type: 'note.added', step: undefined, text: 'all quiet', by });
});

test('an empty note is refused', () => {
  given(plan).when({ type: 'note', text: ' ', by }).refused(/empty/, 'invalid');
});
