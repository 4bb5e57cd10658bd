import { lineFeed } from '../journal/line-ends.ts';
import type { LogLine } from './log-book.ts';
import { colourReach, extendLead, type Lead, type LogPiece, noLead, type OpenLine } from './log-piece.ts';
import { createRevealer, type Revealed } from './reveal.ts';

/** Lines `from` up to, not including, `to` of those that a piece finishes, counted from 0 within it. */
export function pieceLines(piece: LogPiece, from: number, to: number): readonly LogLine[] {
  const { closes } = piece;
  const closed = from < closes ? piece.closed().slice(from, Math.min(to, closes)).map(closedLine) : [];
  const own = ownLines(piece, Math.max(0, from - closes), to - closes);
  return closed.length === 0 ? own : [...closed, ...own];
}

function ownLines(piece: LogPiece, from: number, to: number): readonly LogLine[] {
  if (to <= from) return [];
  const bytes = piece.bytes();
  const begin = afterLines(bytes, 0, from);
  const end = afterLines(bytes, begin, to - from);
  const lead =
    begin < colourReach
      ? extendLead(piece.lead(), bytes.subarray(0, begin), piece.at)
      : extendLead(noLead, bytes.subarray(0, begin), piece.at);
  // In one go, so that what is taken out of either is seen in the colours of both.
  const { lines: all, revealed } = createRevealer().write(join(lead.bytes, bytes.subarray(begin, end)));
  const before = all.length - (to - from);
  const { attempt, target, stream } = piece;
  const lines: LogLine[] = [];
  for (let index = before; index < all.length; index += 1) {
    const first = index === before;
    const at = first ? (lead.openAt ?? piece.at) : piece.at;
    const text = first && lead.cut ? `…${all[index]}` : (all[index] ?? '');
    lines.push(toLine({ at, attempt, target, stream, text }, revealed?.[index]));
  }
  return lines;
}

/** A line that is still being written, as it looks now; undefined: there is nothing to see of it. */
export function unfinishedLine(open: OpenLine): LogLine | undefined {
  const { lead } = open;
  if (!unfinished.has(lead)) unfinished.set(lead, makeUnfinished(open));
  return unfinished.get(lead);
}

/** Asked for with every frame, of every host; each lead belongs to one line. */
const unfinished = new WeakMap<Lead, LogLine | undefined>();

function makeUnfinished(open: OpenLine): LogLine | undefined {
  const { openAt, bytes, cut } = open.lead;
  if (openAt === undefined) return undefined;
  const revealer = createRevealer();
  revealer.write(bytes);
  const text = revealer.partial();
  return text === ''
    ? undefined
    : toLine(lineOf(open, openAt, cut ? `…${text}` : text), revealer.revealedPartial());
}

function closedLine(open: OpenLine): LogLine {
  const { openAt = 0, bytes } = open.lead;
  const revealer = createRevealer();
  revealer.write(bytes);
  const { lines, revealed }: Revealed = revealer.end();
  return toLine(lineOf(open, openAt, lines[0] ?? ''), revealed?.[0]);
}

function lineOf({ attempt, target, stream }: OpenLine, at: number, text: string): LogLine {
  return { at, attempt, target, stream, text };
}

/** Most lines have nothing to reveal: they are not copied. */
function toLine(line: LogLine, revealed: string | undefined): LogLine {
  return revealed === undefined || revealed === line.text ? line : { ...line, revealed };
}

function join(lead: Uint8Array, bytes: Uint8Array): Uint8Array {
  return lead.length === 0 ? bytes : Buffer.concat([lead, bytes]);
}

/** Where so many lines from `at` on have ended. */
function afterLines(bytes: Uint8Array, at: number, count: number): number {
  let end = at;
  for (let left = count; left > 0; left -= 1) {
    const found = bytes.indexOf(lineFeed, end);
    if (found === -1) return bytes.length;
    end = found + 1;
  }
  return end;
}
