import { expect, test } from 'vitest';
import { steadyOdds } from '../../../source/ui/header/steady-odds.ts';
import { createFakeSession } from '../../helpers/fake-session.ts';
import { makePlan, minute, start } from '../../helpers/plan.ts';

const hour = 60 * minute;

function open(steps = 2) {
  const ids = Array.from({ length: steps }, (_, index) => `step-${index}`);
  const main = ids.map((id, index) => ({
    id,
    duration: hour / 2,
    after: ids.slice(Math.max(0, index - 1), index),
  }));
  const session = createFakeSession({ plan: makePlan({ main }) });
  const ask = (wall: number, at = 0) => steadyOdds({ state: session.state(), now: start + at, wall });
  const note = () => session.record({ type: 'note.added', step: undefined, text: 'x', by: 'x' });
  return { ask, note };
}

test('while nothing happens they are drawn again every ten seconds of the wall', () => {
  const { ask } = open();
  const first = ask(0);
  expect(first?.inTime).toBeGreaterThan(0.9);
  expect(ask(9_999, minute / 2)).toBe(first);
  expect(ask(10_000, minute / 2)).not.toBe(first);
});

test('where the clock of the session runs ahead they are drawn again after a minute of it', () => {
  const { ask } = open();
  const first = ask(0);
  expect(ask(999, hour)).toBe(first);
  expect(ask(1_000, hour)?.inTime).toBeLessThan(0.7);
});

test('after an event at once, but once a second at the most', () => {
  const { ask, note } = open();
  ask(0);
  note();
  const second = ask(1_000, hour);
  expect(second?.inTime).toBeLessThan(0.7);
  note();
  expect(ask(1_999, 2 * hour)).toBe(second);
  expect(ask(2_000, 2 * hour)?.inTime).toBe(0);
});

test('a long plan is drawn less often', () => {
  expect(open().ask(0)?.draws).toBe(2_000);
  expect(open(500).ask(0)?.draws).toBe(400);
  expect(open(4_000).ask(0)?.draws).toBe(200);
});
