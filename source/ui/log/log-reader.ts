import type { LogBook, LogLine } from '../../session/log-book.ts';
import { lowerBound } from '../../session/log-index.ts';
import type { Found, LogFinder, LogPlace } from './log-finder.ts';

/** The lines of a log that pass the filter, counted from 0; a number, other than that, stays with its line. */
export type LogReader = {
  readonly count: number;
  /** How many there would be without a filter. */
  readonly total: number;
  /** Where a line stands, or the next one that passes. */
  readonly rankOf: (number: number) => number;
  readonly numberAt: (rank: number) => number | undefined;
  readonly read: (rank: number, count: number) => readonly NumberedLine[];
  readonly status: Found['status'];
};

export type NumberedLine = { readonly number: number; readonly line: LogLine };

export type ReaderFacts = {
  readonly logs: LogBook;
  readonly finder: LogFinder;
  readonly place: LogPlace;
  readonly filter: string | undefined;
};

export function logReader({ logs, finder, place, filter }: ReaderFacts): LogReader {
  const total = logs.extent(place.step, place.target).end;
  const readLines = (from: number, to: number): readonly NumberedLine[] =>
    logs.read({ ...place, from, to }).map((line, index) => ({ number: Math.max(0, from) + index, line }));
  if (filter === undefined) {
    return {
      count: total,
      total,
      rankOf: (number) => Math.max(0, Math.min(total, number)),
      numberAt: (rank) => (rank >= 0 && rank < total ? rank : undefined),
      read: (rank, count) => readLines(rank, rank + count),
      status: 'done',
    };
  }
  const { numbers, status } = finder.find(place, { filter });
  return {
    count: numbers.length,
    total,
    rankOf: (number) => lowerBound(numbers, number),
    numberAt: (rank) => numbers[rank],
    read: (rank, count) => readNear(numbers.slice(Math.max(0, rank), rank + count), readLines),
    status,
  };
}

/** These lines; neighbours in one go, with the few between them: to find a place takes longer than to pass over lines. */
function readNear(
  numbers: readonly number[],
  readLines: (from: number, to: number) => readonly NumberedLine[],
): readonly NumberedLine[] {
  const wanted = new Set(numbers);
  const lines: NumberedLine[] = [];
  for (let first = 0; first < numbers.length; ) {
    let last = first;
    while ((numbers[last + 1] ?? Number.POSITIVE_INFINITY) - (numbers[last] ?? 0) <= farApart) last += 1;
    const near = readLines(numbers[first] ?? 0, (numbers[last] ?? 0) + 1);
    for (const each of near) if (wanted.has(each.number)) lines.push(each);
    first = last + 1;
  }
  return lines;
}

const farApart = 50;

/** Rank of the first line on the screen: that of line `top`, or where the end just fits. */
export function topRank(
  reader: LogReader,
  { top, tail }: { readonly top: number | undefined; readonly tail: number },
): number {
  const last = Math.max(0, reader.count - tail);
  return top === undefined ? last : Math.min(last, reader.rankOf(top));
}
