import { expect, test } from 'vitest';
import { createManualClock } from '../../../source/session/clock.ts';
import { summarise } from '../../../source/session/summary.ts';
import { readLine } from '../../../source/ui/plain/grammar.ts';
import { stamp } from '../../../source/ui/plain/words.ts';
import { createFakeSession } from '../../helpers/fake-session.ts';
import { makePlan, minute, start } from '../../helpers/plan.ts';

const plan = makePlan({
  main: [{ id: 'a' }, { id: 'b', offset: 30 * minute }],
  fallback: [{ id: 'back' }],
});

/** Held from S + 10m to S + 14m. */
function afterHold() {
  const clock = createManualClock(start + 10 * minute);
  const session = createFakeSession({ plan, clock });
  session.record({ type: 'hold.called', reason: 'wait', by: 'x' });
  clock.advance(4 * minute);
  session.record({ type: 'hold.released', by: 'x' });
  clock.advance(6 * minute);
  return { clock, session };
}

test('lines show the clock of S as the screens do: a hold stops it', () => {
  const { clock, session } = afterHold();
  expect(stamp(session.state(), start + 9 * minute)).toBe('05:09:00 S+9m');
  expect(stamp(session.state(), start + 12 * minute)).toBe('05:12:00 S+10m');
  expect(stamp(session.state(), clock.now())).toBe('05:20:00 S+16m');
  expect(summarise(session.state(), clock.now())).toContain('(S+16m)');
  session.record({ type: 'fallback.called', reason: 'r', by: 'x', step: undefined });
  clock.advance(3 * minute);
  expect(stamp(session.state(), clock.now())).toBe('05:23:00 D+3m');
  expect(stamp(session.state(), start + 19 * minute)).toBe('05:19:00 S+15m');
  expect(summarise(session.state(), clock.now())).toContain('(S+16m), called by x');
});

test('waiting for a moment of S waits until its clock shows it', () => {
  const { clock, session } = afterHold();
  const asked = { state: session.state(), identity: session.identity, now: clock.now() };
  expect(readLine('wait S+30m', asked)).toEqual({ type: 'wait-until', at: start + 34 * minute });
});
