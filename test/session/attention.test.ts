import { expect, test } from 'vitest';
import { createAttention } from '../../source/session/attention.ts';

const second = 1000;
const minute = 60 * second;

function open({ speed = 1, at = 0 } = {}) {
  let now = at;
  const attention = createAttention({ now: () => now, speed: () => speed });
  return {
    missed: attention.missed,
    /** The next look is so much later, or earlier. */
    look: (after: number) => {
      now += after;
      attention.look();
      return now;
    },
  };
}

test('whoever opens a session takes over what fell due in the last minute, and nothing older', () => {
  const { missed } = open({ at: 10 * minute });
  expect(missed(9 * minute - 1)).toBe(true);
  expect(missed(9 * minute)).toBe(false);
  expect(missed(11 * minute)).toBe(false);
});

test('while somebody looks nothing is missed, however long it waits', () => {
  const { look, missed } = open();
  for (let looks = 0; looks < 600; looks += 1) look(second);
  expect(missed(second)).toBe(false);
});

test('ten minutes without a look: all that fell due by their end was missed, to the second', () => {
  const { look, missed } = open();
  look(second);
  const now = look(10 * minute);
  expect([0, 5 * minute, now - second, now - 1].map(missed)).toEqual([true, true, true, true]);
  expect([now, now + second].map(missed)).toEqual([false, false]);
});

test('a short delay is no absence', () => {
  const { look, missed } = open();
  const now = look(9 * second);
  expect(missed(now - second)).toBe(false);
  expect(missed(look(11 * second) - second)).toBe(true);
});

test('on a fast clock as much of it passes between two looks of the wall', () => {
  const { look, missed } = open({ speed: 60 });
  expect(missed(look(9 * minute) - second)).toBe(false);
  expect(missed(look(11 * minute) - second)).toBe(true);
});

test('a clock that is set back by an hour shows the same times again: they are seen then', () => {
  const { look, missed } = open({ at: 120 * minute });
  look(second);
  const now = look(-60 * minute);
  expect(missed(now - second)).toBe(true);
  expect([now + second, now + 30 * minute].map(missed)).toEqual([false, false]);
});

test('a clock that is nudged back is no absence: what is late stays seen', () => {
  const { look, missed } = open();
  look(second);
  const due = look(5 * second);
  for (let looks = 0; looks < 60; looks += 1) look(second);
  look(-3);
  expect(missed(due)).toBe(false);
});
