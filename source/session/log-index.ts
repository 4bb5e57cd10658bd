import type { LogExtent, LogLine } from './log-book.ts';

/** Which lines of a view pass a test. It is made bit by bit: no step takes long, however much was written. */
export type LogIndex = {
  /** Takes in a bounded part of what is new. */
  readonly advance: () => void;
  /** Numbers of finished lines that pass, in order. */
  readonly numbers: () => readonly number[];
  readonly status: () => IndexStatus;
};

/** `slow`: the test took too long, and is not tried again. */
export type IndexStatus = 'done' | 'busy' | 'slow';

export type IndexedView = {
  readonly extent: () => LogExtent;
  readonly read: (from: number, to: number) => readonly LogLine[];
  /** Undefined: it takes too long to tell. */
  readonly test: (lines: readonly LogLine[]) => readonly boolean[] | undefined;
};

export function createLogIndex({ extent, read, test }: IndexedView): LogIndex {
  let numbers: number[] = [];
  /** All up to here were looked at. */
  let taken = 0;
  let slow = false;

  /** Where a replay went back, what has not been written yet is forgotten. */
  function keepUp(complete: number): void {
    if (complete >= taken) return;
    taken = complete;
    numbers = numbers.slice(0, lowerBound(numbers, complete));
  }

  return {
    advance: () => {
      const { complete } = extent();
      keepUp(complete);
      let room = mostCharacters;
      const end = Math.min(complete, taken + mostLines);
      while (!slow && taken < end && room > 0) {
        const lines = read(taken, Math.min(end, taken + blockLines));
        const passes = test(lines);
        slow = passes === undefined;
        for (const [index, pass] of (passes ?? []).entries()) if (pass) numbers.push(taken + index);
        for (const { text } of lines) room -= text.length;
        taken += Math.max(1, lines.length);
      }
    },
    numbers: () => numbers,
    status: () => {
      if (slow) return 'slow';
      return taken < extent().complete ? 'busy' : 'done';
    },
  };
}

/** How many of these, which are in order, are less than `number`. */
export function lowerBound(numbers: readonly number[], number: number): number {
  let low = 0;
  let high = numbers.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((numbers[middle] ?? number) < number) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Some milliseconds. */
const mostLines = 3000;
const mostCharacters = 300_000;
/** Each block is timed, which costs as much as some hundred lines. */
const blockLines = 1000;
