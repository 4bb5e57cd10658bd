import { expect, test } from 'vitest';
import { createManualClock } from '../../source/session/clock.ts';
import { momentOf } from '../../source/session/replay-moment.ts';
import { createFakeSession } from '../helpers/fake-session.ts';
import { makePlan, minute, start } from '../helpers/plan.ts';

const plan = makePlan({ main: [{ id: 'one' }], fallback: [{ id: 'back' }] });

/** Ten minutes held from S+20m on; D an hour after S; the record from S-10m to S+90m. */
function open() {
  const clock = createManualClock(start - 10 * minute);
  const session = createFakeSession({ plan, clock });
  clock.advance(30 * minute);
  session.record({ type: 'hold.called', reason: 'x', by: 'x' });
  clock.advance(10 * minute);
  session.record({ type: 'hold.released', by: 'x' });
  clock.advance(30 * minute);
  session.record({ type: 'fallback.called', reason: 'x', by: 'x', step: undefined });
  const recording = { state: session.state(), from: start - 10 * minute, until: start + 90 * minute };
  return (text: string): number | string => {
    const found = momentOf(text, recording);
    return found.type === 'found' ? (found.at - start) / minute : found.reason;
  };
}

test.each([
  ['S', 0],
  ['S+15m', 15],
  ['s - 5 min', -5],
  ['S+20m', 20],
  ['S+35m', 45],
  ['D+5m', 65],
  ['d+0', 60],
  ['05:40', 40],
  ['5:00', 0],
  ['05:00:30', 0.5],
  ['4:50', -10],
])('%s', (text, expected) => {
  expect(open()(text)).toBe(expected);
});

test.each([
  ['S-1h', 'the record begins after S-60m'],
  ['S+3h', 'the record ends before S+3h'],
  ['04:40', 'the record has no 04:40'],
  ['07:00', 'the record has no 07:00'],
  ['25:00', 'there is no'],
  ['soon', 'S+35m, D+5m or 05:40'],
  ['S+soon', 'S+35m, D+5m or 05:40'],
])('%s is refused, with the reason', (text, reason) => {
  expect(open()(text)).toContain(reason);
});

test('without a fallback there is no D', () => {
  const { state } = { state: createFakeSession({ plan }).state() };
  expect(momentOf('D+1m', { state, from: start, until: start + minute })).toEqual({
    type: 'none',
    reason: 'the fallback was never called',
  });
});

test('a clock that was set back shows an offset twice: the first time counts', () => {
  const { clock, ...rest } = createFakeSession({ plan }).state();
  const state = { ...rest, clock: { ...clock, setBacks: [{ at: start + 30 * minute, by: 20 * minute }] } };
  const recording = { state, from: start, until: start + 60 * minute };
  const found = (text: string) => {
    const moment = momentOf(text, recording);
    return moment.type === 'found' ? (moment.at - start) / minute : moment.reason;
  };
  expect(found('S+15m')).toBe(15);
  expect(found('S+35m')).toBe(55);
});
