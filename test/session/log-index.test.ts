import { expect, test } from 'vitest';
import type { LogLine } from '../../source/session/log-book.ts';
import { createLogIndex, lowerBound } from '../../source/session/log-index.ts';

/** A view of lines that say their number. */
function open(slow = false) {
  let complete = 0;
  let read = 0;
  const index = createLogIndex({
    extent: () => ({ complete, end: complete }),
    read: (from, to) => {
      read += to - from;
      return Array.from({ length: to - from }, (_, at) => lineOf(from + at));
    },
    test: (lines) => (slow ? undefined : lines.map(({ text }) => Number(text) % 1000 === 7)),
  });
  const set = (to: number) => {
    complete = to;
  };
  return { index, set, read: () => read };
}

function lineOf(number: number): LogLine {
  return { at: 0, attempt: 1, target: 'x', stream: 'stdout', text: String(number) };
}

test('what comes is taken in once, a bounded part at a time', () => {
  const { index, set, read } = open();
  set(12_000);
  index.advance();
  expect(read()).toBe(3000);
  expect(index.status()).toBe('busy');
  expect(index.numbers()).toEqual([7, 1007, 2007]);
  for (let part = 0; part < 3; part += 1) index.advance();
  expect(index.status()).toBe('done');
  expect(index.numbers().length).toBe(12);
  set(12_010);
  index.advance();
  expect(read()).toBe(12_010);
  expect(index.numbers().at(-1)).toBe(12_007);
});

test('it goes back with a replay', () => {
  const { index, set } = open();
  set(4000);
  index.advance();
  set(1500);
  index.advance();
  expect(index.numbers()).toEqual([7, 1007]);
  set(4000);
  index.advance();
  set(2100);
  index.advance();
  expect(index.numbers()).toEqual([7, 1007, 2007]);
});

test('a test that takes too long is not tried again', () => {
  const { index, set, read } = open(true);
  set(4000);
  index.advance();
  index.advance();
  expect(index.status()).toBe('slow');
  expect(read()).toBe(1000);
});

test('how many are less', () => {
  expect([0, 3, 4, 9, 10].map((number) => lowerBound([3, 9], number))).toEqual([0, 0, 1, 1, 2]);
});
