import type { OutputPiece, OutputReader, PieceView } from '../journal/output-reader.ts';
import type { LogPlace } from './log-book.ts';
import { extendLead, type Lead, type LogPiece, type OpenLine } from './log-piece.ts';
import { type LogSource, numberIn } from './log-source.ts';
import { createOpenLines, leadBefore, openLinesOf } from './open-lines.ts';

/** The log as it was when the piece `upTo` had come, read from the journal as it is asked for. */
export function storedLog(reader: OutputReader, upTo: () => number): LogSource {
  const opens = new Map<string, { readonly id: number; readonly open: readonly OpenLine[] }>();
  const openAt = createOpenLines(reader);

  function openOf(step: string): readonly OpenLine[] {
    const id = reader.atOrBefore({ step }, upTo())?.id ?? 0;
    const known = opens.get(step);
    if (known?.id === id) return known.open;
    const open = reader.targets(step).flatMap(({ name }) => openAt({ step, target: name }, id));
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
  const isEnd = (piece: OutputPiece): boolean => numberIn(piece, place) + piece.lines > number;
  /** The end of each stream that was read: where every line is a piece, to look for it anew takes long. */
  const ends = new Map<string, Ends>();
  let piece = firstPiece(reader, place, { upTo, is: isEnd });
  while (piece !== undefined && piece.id <= upTo) {
    const { target, attempt, action, stream } = piece;
    const known = ends.get(target);
    const goesOn = known?.attempt === attempt && known.action === action;
    const leads: Ends['leads'] = goesOn ? known.leads : new Map();
    ends.set(target, { attempt, action, leads });
    const read = readPiece(reader, piece, leads.get(stream));
    yield read;
    if (read.wasRead()) leads.set(stream, extendLead(read.lead(), read.bytes(), piece.at));
    piece = reader.atOrAfter(place, piece.id + 1);
  }
}

type Ends = Pick<OutputPiece, 'attempt' | 'action'> & {
  readonly leads: Map<OutputPiece['stream'], Lead>;
};

/** `known`: the end of its stream before it. */
function readPiece(reader: OutputReader, piece: OutputPiece, known: Lead | undefined) {
  let before = known;
  let held: Uint8Array | undefined;
  const own: LogPiece = {
    ...piece,
    bytes: () => {
      held ??= reader.bytes(piece);
      return held;
    },
    lead: () => {
      before ??= leadBefore(reader, piece, piece.id);
      return before;
    },
    closed: () => openLinesOf(reader, piece, piece.id - 1),
  };
  return { ...own, wasRead: () => before !== undefined };
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
