import type { LogExtent, LogLine } from './log-book.ts';

/** Which lines of a view pass a test. It is made bit by bit: no step takes long, however much was written. */
export type LogIndex = {
  /** Takes in a bounded part of what is new. */
  readonly advance: () => void;
  /** Numbers of finished lines that pass, in order; none that is gone. */
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
  /** All from here up to `taken` were looked at. */
  let from = extent().first;
  let taken = from;
  let slow = false;

  /** What is gone is forgotten; where a replay went back, so is what has not been written yet. */
  function keepUp({ first, complete }: LogExtent): void {
    if (first < from) {
      numbers = [];
      taken = first;
    }
    from = first;
    taken = Math.max(taken, first);
    if (complete < taken) {
      taken = complete;
      numbers = numbers.slice(0, lowerBound(numbers, complete));
    }
    if ((numbers[0] ?? first) < first) numbers = numbers.slice(lowerBound(numbers, first));
  }

  return {
    advance: () => {
      const { complete, ...rest } = extent();
      keepUp({ complete, ...rest });
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
