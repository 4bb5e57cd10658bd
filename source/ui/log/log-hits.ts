import { lowerBound } from '../../session/log-index.ts';

export type Hit = {
  readonly number: number;
  /** Its place among all, from 0. */
  readonly rank: number;
  /** It went on from the other end. */
  readonly around: boolean;
};

/** The first from line `top` on; else the last before it. */
export function firstHit(numbers: readonly number[], top: number): Hit | undefined {
  return hitAt(numbers, Math.min(lowerBound(numbers, top), numbers.length - 1));
}

/** The next after line `from`, or the one before it; after the last comes the first. */
export function hitAfter(numbers: readonly number[], from: number, by: 1 | -1): Hit | undefined {
  const next = by === 1 ? lowerBound(numbers, from + 1) : lowerBound(numbers, from) - 1;
  if (next >= 0 && next < numbers.length) return hitAt(numbers, next);
  const other = hitAt(numbers, by === 1 ? 0 : numbers.length - 1);
  return other === undefined ? undefined : { ...other, around: true };
}

function hitAt(numbers: readonly number[], rank: number): Hit | undefined {
  const number = numbers[rank];
  return number === undefined ? undefined : { number, rank, around: false };
}
