import { openBit } from '../journal/line-count.ts';
import type { OutputPiece, OutputReader, PieceView } from '../journal/output-reader.ts';
import type { LogPlace } from './log-book.ts';
import {
  colourReach,
  extendLead,
  type Lead,
  type LogPiece,
  longestLead,
  noLead,
  type OpenLine,
} from './log-piece.ts';
import { type LogSource, numberIn } from './log-source.ts';

/** The log as it was when the piece `upTo` had come, read from the journal as it is asked for. */
export function storedLog(reader: OutputReader, upTo: () => number): LogSource {
  const opens = new Map<string, { readonly id: number; readonly open: readonly OpenLine[] }>();

  function openOf(step: string): readonly OpenLine[] {
    const id = reader.atOrBefore({ step }, upTo())?.id ?? 0;
    const known = opens.get(step);
    if (known?.id === id) return known.open;
    const open = reader.targets(step).flatMap(({ name }) => openLinesOf(reader, { step, target: name }, id));
    opens.set(step, { id, open });
    return open;
  }

  return {
    finished: (place) => {
      const last = reader.atOrBefore(place, upTo());
      return last === undefined ? 0 : numberIn(last, place) + last.lines;
    },
    pieces: (place, number) => storedPieces(reader, place, { number, upTo: upTo() }),
    open: ({ step, target }) => {
      const open = openOf(step);
      return target === undefined ? open : open.filter((line) => line.target === target);
    },
  };
}

/** From the piece on that finishes line `number`, up to the piece `upTo`. */
export function* storedPieces(
  reader: OutputReader,
  place: LogPlace,
  { number, upTo }: { readonly number: number; readonly upTo: number },
): Generator<LogPiece> {
  const ends = (piece: OutputPiece): boolean => numberIn(piece, place) + piece.lines > number;
  let piece = firstPiece(reader, place, { upTo, is: ends });
  while (piece !== undefined && piece.id <= upTo) {
    yield toLogPiece(reader, piece);
    piece = reader.atOrAfter(place, piece.id + 1);
  }
}

/** The first piece of a view of which something is true that stays true for all after it. */
export function firstPiece(
  reader: OutputReader,
  view: PieceView,
  { upTo, is }: { readonly upTo: number; readonly is: (piece: OutputPiece) => boolean },
): OutputPiece | undefined {
  let high = reader.atOrBefore(view, upTo);
  if (high === undefined || !is(high)) return undefined;
  // Most look at the end: from there in growing steps, then by halving. Up to `low` it is not true.
  let low = 0;
  for (let step = 1; low < high.id - 1; step *= 4) {
    const at = Math.max(low, high.id - step);
    const piece = reader.atOrBefore(view, at);
    if (piece === undefined || !is(piece)) {
      low = at;
      break;
    }
    high = piece;
  }
  while (low < high.id - 1) {
    const middle = Math.floor((low + high.id) / 2);
    const piece = reader.atOrBefore(view, middle);
    if (piece === undefined || !is(piece)) low = middle;
    else high = piece;
  }
  return high;
}

/** Number, within its target, of the first line of the attempt that a piece belongs to. */
export function attemptBegin(
  reader: OutputReader,
  view: PieceView,
  { attempt, id }: Pick<OutputPiece, 'attempt' | 'id'>,
): number {
  const first = firstPiece(reader, view, { upTo: id, is: (piece) => piece.attempt >= attempt });
  return first === undefined ? 0 : first.targetLine + first.closes;
}

function toLogPiece(reader: OutputReader, piece: OutputPiece): LogPiece {
  return {
    ...piece,
    bytes: () => reader.bytes(piece),
    lead: () => leadBefore(reader, piece, piece.id),
    closed: () => openLinesOf(reader, piece, piece.id - 1),
  };
}

/** The lines that a target is in the middle of, once the piece `upTo` has come. */
export function openLinesOf(
  reader: OutputReader,
  { step, target }: Pick<OutputPiece, 'step' | 'target'>,
  upTo: number,
): readonly OpenLine[] {
  const last = reader.atOrBefore({ step, target }, upTo);
  if (last === undefined) return [];
  return (['stdout', 'stderr'] as const)
    .filter((stream) => (last.open & openBit[stream]) !== 0)
    .map((stream) => ({
      attempt: last.attempt,
      target,
      stream,
      lead: leadBefore(reader, { ...last, stream }, last.id + 1),
    }));
}

/** The end of a stream before the piece `id`. */
export function leadBefore(
  reader: OutputReader,
  { step, target, attempt, action, stream }: Omit<OutputPiece, 'id'>,
  id: number,
): Lead {
  const parts: OutputPiece[] = [];
  let size = 0;
  let before = reader.atOrBefore({ step, target }, id - 1);
  for (let seen = 0; before !== undefined && seen < mostSeen && size < longestLead; seen += 1) {
    if (before.attempt !== attempt || before.action !== action) break;
    if (before.stream === stream) {
      parts.unshift(before);
      size += before.length;
      // What set the colours is nearer than that.
      if (before.lines > before.closes && size > colourReach) break;
    }
    before = reader.atOrBefore({ step, target }, before.id - 1);
  }
  const begin = { ...noLead, cut: (parts[0]?.offset ?? 0) > 0 };
  return parts.reduce((lead, part) => extendLead(lead, reader.bytes(part), part.at), begin);
}

/** Pieces that are looked at for the beginning of a line: the other stream may have written in between. */
const mostSeen = 1000;
