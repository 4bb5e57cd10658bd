import { expect, test } from 'vitest';
import type { Command } from '../../source/run/command.ts';
import { makePlan, minute, sh } from '../helpers/plan.ts';
import { by, ended, given, startStep } from './scenario.ts';

const item = (number: number) => ({ number, text: `Item ${number}`, line: number, owners: [] });
const plan = makePlan({
  main: [
    { id: 'verify', checklist: [item(1), item(2)], decision: true, poll: ['qc', 'dba'] },
    { id: 'restore', actions: [sh(['web1'])], confirm: ['dba'] },
  ],
  fallback: [{ id: 'back' }, { id: 'look', decision: true, poll: ['qc'] }],
});

const answer = (number: number, verdict: 'passed' | 'failed' = 'passed', step = 'verify'): Command => ({
  type: 'answer',
  step,
  item: number,
  answer: verdict,
  by,
});
const vote = (role: string, verdict: 'go' | 'no-go', reason?: string): Command => ({
  type: 'vote',
  step: 'verify',
  role,
  verdict,
  reason,
  by,
});
const confirm = (role: string, step = 'restore'): Command => ({ type: 'confirm', step, role, by });

test('items are answered once the step has started, and may be answered again', () => {
  given(plan)
    .when(answer(1))
    .refused(/not started/);
  const state = given(plan, startStep('verify'), answer(1, 'failed'), answer(1)).state;
  expect(state.steps.verify?.answers[1]?.answer).toBe('passed');
});

test('an item that is not there is refused', () => {
  given(plan, startStep('verify'))
    .when(answer(3))
    .refused(/no item 3/, 'invalid');
});

test('a failed item makes the step failed, and go impossible', () => {
  const failed = given(plan, startStep('verify'), answer(1), answer(2, 'failed'));
  expect(failed.state.steps.verify?.status).toBe('failed');
  failed.when(vote('qc', 'go')).refused(/item 2 failed/);
});

test('go waits for the whole checklist', () => {
  given(plan, startStep('verify'), answer(1))
    .when(vote('qc', 'go'))
    .refused(/item 2 of the checklist is open/);
});

test('a decision is done when every polled role says go', () => {
  const one = given(plan, startStep('verify'), answer(1), answer(2), vote('qc', 'go'));
  expect(one.state.steps.verify?.status).toBe('checking');
  one.when(vote('qc', 'go')).refused(/voted already/);
  one.when(vote('programmer', 'go')).refused(/not asked/);
  const state = one
    .when(vote('dba', 'go'))
    .gives({ type: 'vote.cast', step: 'verify', role: 'dba', verdict: 'go', by, level: 'word' });
  expect(state.steps.verify?.status).toBe('done');
});

test('a no-go needs a reason and calls the fallback', () => {
  const asked = given(plan, 20 * minute, startStep('verify'), answer(1, 'failed'));
  asked.when(vote('qc', 'no-go')).refused(/reason/, 'needs-reason');
  const state = asked
    .when(vote('qc', 'no-go', 'logins fail'))
    .gives(
      { type: 'vote.cast', step: 'verify', role: 'qc', verdict: 'no-go', by, level: 'word' },
      { type: 'fallback.called', reason: 'logins fail', by, step: 'verify' },
    );
  expect(state.fallback?.at).toBe(state.schedule.start + 20 * minute);
});

test('a no-go before S, or where there is no way back, is recorded and calls nothing', () => {
  given(plan, -minute, startStep('verify', 'r'))
    .when(vote('qc', 'no-go', 'r'))
    .gives({ type: 'vote.cast', step: 'verify', role: 'qc', verdict: 'no-go', by, level: 'word' });
});

test('a decision is not skipped', () => {
  given(plan, startStep('verify')).when({ type: 'skip', step: 'verify', reason: 'r', by }).refused(/voted/);
});

test('a confirmation waits for the work, and is given once per role', () => {
  given(plan, startStep('restore'))
    .when(confirm('dba'))
    .refused(/not ended well/);
  const done = given(plan, startStep('restore'), ...ended('restore', 'succeeded'));
  expect(done.state.steps.restore?.status).toBe('checking');
  done.when(confirm('qc')).refused(/not confirmed by qc/);
  done.when(confirm('nobody')).refused(/no role nobody/, 'invalid');
  const state = done
    .when(confirm('dba'))
    .gives({ type: 'step.confirmed', step: 'restore', role: 'dba', by, level: 'word' });
  expect(state.steps.restore?.status).toBe('done');
});

test('a changed answer takes back what was signed on the old one', () => {
  const asked = given(
    plan,
    startStep('verify'),
    answer(1),
    answer(2),
    vote('qc', 'go'),
    answer(2, 'failed'),
    answer(2),
  );
  expect(asked.state.steps.verify?.votes).toEqual({});
});

test('a new attempt forgets what was checked and signed of the last one', () => {
  const again = given(plan, startStep('verify'), answer(1), answer(2, 'failed'), startStep('verify'));
  expect(again.state.steps.verify?.answers).toEqual({});
  expect(again.state.steps.verify?.status).toBe('checking');
});
