import { expect, test } from 'vitest';
import { findStep } from '../../source/run/select.ts';
import { stepState } from '../../source/run/timing.ts';
import { createManualClock } from '../../source/session/clock.ts';
import { stepRows } from '../../source/ui/step-pane.ts';
import { makeAugustPlan } from '../helpers/august-plan.ts';
import { createFakeSession } from '../helpers/fake-session.ts';
import { minute, start } from '../helpers/plan.ts';

function open(by: string) {
  const clock = createManualClock(start + 40 * minute);
  const session = createFakeSession({ plan: makeAugustPlan(), clock });
  session.record({
    type: 'step.started',
    step: 'restart-head',
    attempt: 1,
    by,
    reason: undefined,
    missing: [],
  });
  const rows = (id: string, width: number): readonly string[] => {
    const state = session.state();
    const step = findStep(state, id);
    if (step === undefined) throw new Error(`no step ${id}`);
    const asker = { state, identity: session.identity, now: clock.now() };
    const facts = { ...asker, step, own: stepState(state, id), item: 1, focused: false };
    return stepRows(facts, width).map(({ line }) => line.map(({ text }) => text).join(''));
  };
  return { session, clock, rows };
}

test('a long name never runs into the clock', () => {
  const { clock, rows } = open('Thomas Amsler of the application group');
  clock.advance(141_000);
  for (const width of [50, 61, 70]) expect(rows('restart-head', width)[2]).toMatch(/… 2:21 \/ 5:00 $/);
});

test('a step of the fallback says what still runs', () => {
  const { session, rows } = open('Thomas');
  session.record({ type: 'fallback.called', reason: 'x', by: 'x', step: undefined });
  expect(rows('fb-stop', 80)).toContain(' 8 Restart the head node still runs');
});
