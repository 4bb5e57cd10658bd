import type { LogLine, LogPlace } from './log-book.ts';
import { pieceLines, unfinishedLine } from './log-lines.ts';
import type { LogPiece, OpenLine } from './log-piece.ts';

/** Where a log comes from: pieces of output in the order of arrival, and the lines that are being written. */
export type LogSource = {
  /** How many lines of a view are finished. */
  readonly finished: (place: LogPlace) => number;
  /** From the piece on that finishes this line. */
  readonly pieces: (place: LogPlace, number: number) => Iterable<LogPiece>;
  readonly open: (place: LogPlace) => readonly OpenLine[];
};

export function logExtent(source: LogSource, place: LogPlace) {
  const complete = source.finished(place);
  return { complete, end: complete + openLines(source, place).length };
}

/** The lines numbered `from` up to, not including, `to`. Makes those, and no others. */
export function readLog(source: LogSource, place: LogPlace, from: number, to: number): readonly LogLine[] {
  const complete = source.finished(place);
  const until = Math.min(to, complete);
  const lines: LogLine[] = [];
  let next = Math.max(0, from);
  if (next < until) {
    for (const piece of source.pieces(place, next)) {
      const begin = numberIn(piece, place);
      const end = Math.min(until, begin + piece.lines);
      for (const line of pieceLines(piece, next - begin, end - begin)) lines.push(line);
      next = end;
      if (next >= until) break;
    }
  }
  if (to <= complete) return lines;
  return [...lines, ...openLines(source, place).slice(Math.max(0, from - complete), to - complete)];
}

/** Number of the first line that a piece finishes. */
export function numberIn(
  piece: Pick<LogPiece, 'line' | 'targetLine'>,
  place: Pick<LogPlace, 'target'>,
): number {
  return place.target === undefined ? piece.line : piece.targetLine;
}

function openLines(source: LogSource, place: LogPlace): readonly LogLine[] {
  return source
    .open(place)
    .map(unfinishedLine)
    .filter((line) => line !== undefined)
    .sort((a, b) => a.at - b.at);
}
