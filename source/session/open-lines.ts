import { openBit } from '../journal/line-count.ts';
import type { OutputPiece, OutputReader, StreamPlace } from '../journal/output-reader.ts';
import {
  carriageReturn,
  colourReach,
  extendLead,
  type Lead,
  longestLead,
  noLead,
  type OpenLine,
  overwriteReach,
} from './log-piece.ts';

/** The lines that targets are in the middle of, at a moment that mostly moves on: of each the last answer is kept. */
export function createOpenLines(
  reader: OutputReader,
): (place: { readonly step: string; readonly target: string }, upTo: number) => readonly OpenLine[] {
  const kept = new Map<string, Kept>();

  return (place, upTo) => {
    const last = reader.atOrBefore(place, upTo);
    if (last === undefined) return [];
    const key = JSON.stringify([place.step, place.target]);
    const known = kept.get(key);
    if (known?.last.id === last.id) return known.open;
    const open = openAfter(
      last,
      (stream) => goOn(reader, stream, { known, last }) ?? leadBefore(reader, stream, last.id + 1),
    );
    kept.set(key, { last, open });
    return open;
  };
}

/** The lines that a target is in the middle of, once the piece `upTo` has come. */
export function openLinesOf(
  reader: OutputReader,
  { step, target }: Pick<OutputPiece, 'step' | 'target'>,
  upTo: number,
): readonly OpenLine[] {
  const last = reader.atOrBefore({ step, target }, upTo);
  return last === undefined ? [] : openAfter(last, (place) => leadBefore(reader, place, last.id + 1));
}

/** The end of a stream before the piece `id`. */
export function leadBefore(reader: OutputReader, place: StreamPlace, id: number): Lead {
  const parts: { readonly piece: OutputPiece; readonly bytes: Uint8Array }[] = [];
  let size = 0;
  let begun = false;
  let piece = pieceBefore(reader, place, id);
  while (piece !== undefined && parts.length < mostParts && size < longestLead) {
    const bytes = reader.bytes(piece);
    parts.push({ piece, bytes });
    size += bytes.length;
    begun ||= piece.lines > piece.closes;
    // What set the colours is nearer than that.
    if (begun && (size > colourReach || parts.length >= mostForColours)) break;
    const overwritten = bytes.indexOf(carriageReturn);
    if (overwritten !== -1 && size - overwritten >= overwriteReach) break;
    piece = pieceBefore(reader, place, piece.id);
  }
  // Not all that its action wrote since it began, or went on, was looked at.
  const begin = { ...noLead, cut: piece !== undefined };
  return parts.reduceRight((lead, part) => extendLead(lead, part.bytes, part.piece.at), begin);
}

/** The last piece of a stream before `id`, unless another action has begun since: that ended its line. */
function pieceBefore(reader: OutputReader, place: StreamPlace, id: number): OutputPiece | undefined {
  const { step, target, attempt, action, stream } = place;
  let piece = reader.atOrBefore({ step, target }, id - 1);
  for (let seen = 1; piece?.attempt === attempt && piece.action === action; seen += 1) {
    if (piece.stream === stream) return piece;
    if (seen === mostSeen) {
      // In the middle of a line it is far back, and of this action; else there are only colours to be forgotten.
      return (piece.open & openBit[stream]) === 0 ? undefined : reader.ofStream(place, piece.id);
    }
    piece = reader.atOrBefore({ step, target }, piece.id - 1);
  }
  return undefined;
}

/** A line may have come byte by byte: so far back its beginning is looked for. */
const mostParts = 1000;
/** Where every line is a piece of its own, all on the screen are looked up. */
const mostForColours = 8;

/** The lines that a target is in the middle of after a piece. */
function openAfter(
  { open, step, target, attempt, action }: OutputPiece,
  leadOf: (place: StreamPlace) => Lead,
): readonly OpenLine[] {
  return streams.flatMap((stream) => {
    if ((open & openBit[stream]) === 0) return [];
    return [{ attempt, target, stream, lead: leadOf({ step, target, attempt, action, stream }) }];
  });
}

const streams = ['stdout', 'stderr'] as const;

type Kept = { readonly last: OutputPiece; readonly open: readonly OpenLine[] };

/** From what is known, where that is near: a progress bar is many small pieces, and they go on with every frame. */
function goOn(
  reader: OutputReader,
  place: StreamPlace,
  { known, last }: { readonly known: Kept | undefined; readonly last: OutputPiece },
): Lead | undefined {
  if (known?.last.attempt !== place.attempt || known.last.action !== place.action) return undefined;
  let lead = known.open.find(({ stream }) => stream === place.stream)?.lead;
  if (lead === undefined || known.last.id > last.id) return undefined;
  let piece: OutputPiece | undefined = known.last;
  for (let seen = 0; piece.id < last.id; seen += 1) {
    piece = reader.atOrAfter({ step: place.step, target: place.target }, piece.id + 1);
    if (piece === undefined || seen === mostSeen) return undefined;
    if (piece.attempt !== place.attempt || piece.action !== place.action) return undefined;
    if (piece.stream === place.stream) lead = extendLead(lead, reader.bytes(piece), piece.at);
  }
  return lead;
}

/** Pieces of both streams that are looked at one by one. */
const mostSeen = 8;
