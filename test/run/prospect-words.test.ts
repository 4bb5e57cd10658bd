import { expect, test } from 'vitest';
import { finishOf, isDecisionLate, minuteWords, wayBackWarning } from '../../source/run/prospect-words.ts';
import { prospectsOf } from '../../source/run/prospects.ts';
import { createManualClock } from '../../source/session/clock.ts';
import { createFakeSession } from '../helpers/fake-session.ts';
import { makePlan, minute, type StepDraft, start } from '../helpers/plan.ts';

/** Back in an hour: S+60m is the last safe moment, and the very end of the decision. */
function open(more: Partial<StepDraft> = {}) {
  const plan = makePlan({
    main: [
      { id: 'deploy', duration: 30 * minute },
      {
        ...{ id: 'verify', offset: 30 * minute, duration: 30 * minute, after: ['deploy'] },
        ...{ decision: true, poll: ['qc', 'dba'], ...more },
      },
    ],
    fallback: [{ id: 'back', duration: 60 * minute }],
  });
  const clock = createManualClock(start);
  const session = createFakeSession({ plan, clock });
  const facts = () => {
    const state = session.state();
    const now = clock.now();
    return { state, now, ...prospectsOf({ state, now }) };
  };
  const warning = (): string | undefined => {
    const { state, now, wayBack } = facts();
    return wayBack === undefined ? undefined : wayBackWarning({ state, now, wayBack });
  };
  const finish = () => {
    const { state, forecast } = facts();
    return finishOf(state, forecast);
  };
  return { session, clock, facts, warning, finish };
}

test('when it all ends, and how much later than planned', () => {
  const { session, clock, finish } = open();
  expect(finish()).toEqual({ at: start + 60 * minute, late: 0 });
  clock.advance(8 * minute);
  expect(finish()).toEqual({ at: start + 68 * minute, late: 8 * minute });
  session.record({ type: 'fallback.called', reason: 'x', by: 'x', step: undefined });
  expect(finish()).toEqual({ at: start + 68 * minute, late: 0 });
  clock.advance(2 * minute);
  expect(finish()).toEqual({ at: start + 70 * minute, late: 2 * minute });
});

test('without planned times there is no lateness', () => {
  const plan = makePlan({ main: [{ id: 'only', anchor: undefined, offset: undefined }] });
  const state = createFakeSession({ plan }).state();
  const { forecast } = prospectsOf({ state, now: start });
  expect(finishOf(state, forecast)).toEqual({ at: start + 5 * minute, late: undefined });
});

test('a decision that falls too late, by a minute at least: who, and until when it were safe', () => {
  const { clock, facts, warning } = open();
  expect(warning()).toBeUndefined();
  clock.advance(59_000);
  expect(facts().wayBack?.level).toBe('late');
  expect(warning()).toBeUndefined();
  clock.advance(1_000);
  expect(facts().wayBack && isDecisionLate(facts().wayBack ?? expect.fail())).toBe(true);
  expect(warning()).toBe('QC, DBA will decide 1m too late to fall back safely (06:01, safe until 06:00)');
  clock.advance(24 * minute);
  expect(warning()).toBe('QC, DBA will decide 25m too late to fall back safely (06:25, safe until 06:00)');
});

test('nobody votes: whose step it is decides', () => {
  const { clock, warning } = open({ poll: [] });
  clock.advance(minute);
  expect(warning()).toMatch(/^Programmer will decide 1m too late/);
});

test('too late to go back: when that would end, and who must still agree', () => {
  const { session, clock, warning } = open();
  clock.advance(60 * minute + 30_000);
  expect(warning()).toBe(
    'going back now ends 07:00, under 1m after the window; QC, DBA have not decided yet',
  );
  clock.advance(5 * minute);
  expect(warning()).toBe('going back now ends 07:05, 5m after the window; QC, DBA have not decided yet');
  const step = 'verify';
  session.record(
    { type: 'step.started', step, attempt: 1, by: 'x', reason: undefined, missing: [] },
    { type: 'vote.cast', step, role: 'qc', verdict: 'go', by: 'x', level: 'word' },
  );
  expect(warning()).toBe('going back now ends 07:05, 5m after the window; DBA has not decided yet');
  session.record({ type: 'step.skipped', step, reason: 'x', by: 'x' });
  expect(warning()).toBe('going back now ends 07:05, 5m after the window');
});

test('past no return nothing is warned of any more', () => {
  const { session, clock, warning } = open({ noReturn: true });
  clock.advance(65 * minute);
  expect(warning()).toBeDefined();
  session.record({
    type: 'step.started',
    step: 'verify',
    attempt: 1,
    by: 'x',
    reason: undefined,
    missing: [],
  });
  expect(warning()).toBeUndefined();
});

test('hours and minutes', () => {
  expect([59_000, minute, 89 * minute + 59_000].map(minuteWords)).toEqual(['under 1m', '1m', '1h29m']);
});

test('what runs is waited for: where that takes too long, which step it is, and when the way back would end', () => {
  const { session, clock, warning } = open({ offset: 50 * minute, duration: 10 * minute });
  clock.advance(20 * minute);
  session.record({
    ...{ type: 'step.started', step: 'deploy', attempt: 1, by: 'x' },
    ...{ reason: undefined, missing: [] },
  });
  expect(warning()).toBeUndefined();
  clock.advance(5 * minute);
  session.record({ type: 'attempt.finished', step: 'deploy', attempt: 1, outcome: 'failed', detail: 'x' });
  clock.advance(10 * minute);
  session.record({
    ...{ type: 'step.started', step: 'deploy', attempt: 2, by: 'x' },
    ...{ reason: undefined, missing: [] },
  });
  expect(warning()).toBe(
    'going back now would end 07:05, 5m after the window: it waits for 1 Step deploy, until 06:05',
  );
});
