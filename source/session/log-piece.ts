import type { OutputChunk } from '../journal/journal.ts';
import type { LineCount } from '../journal/line-count.ts';
import { lineFeed } from '../journal/line-ends.ts';

/** A piece of output, wherever it is kept; its lines are made when somebody looks at them. */
export type LogPiece = Omit<OutputChunk, 'bytes' | 'ends'> &
  Omit<LineCount, 'open'> & {
    readonly bytes: () => Uint8Array;
    readonly lead: () => Lead;
    /** What an earlier attempt or action left open, and this one ends: as many as it `closes`. */
    readonly closed: () => readonly OpenLine[];
  };

/** The end of a stream: what has to be known to go on from there. */
export type Lead = {
  /** The line that is not finished, and before it, where there are colours, some of what set them. */
  readonly bytes: Uint8Array;
  /** When the unfinished line began, epoch milliseconds; undefined without one. */
  readonly openAt: number | undefined;
  /** The line's beginning is too far away. */
  readonly cut: boolean;
};

export type OpenLine = Pick<OutputChunk, 'attempt' | 'target' | 'stream'> & { readonly lead: Lead };

export const noLead: Lead = { bytes: new Uint8Array(), openAt: undefined, cut: false };

/** The end of a stream after more was written. */
export function extendLead(lead: Lead, bytes: Uint8Array, at: number): Lead {
  if (bytes.length === 0) return lead;
  const end = bytes.lastIndexOf(lineFeed);
  const joined = end >= colourReach || lead.bytes.length === 0 ? bytes : Buffer.concat([lead.bytes, bytes]);
  const begin = joined.lastIndexOf(lineFeed) + 1;
  const overwritten = overwrittenUpTo(joined, begin);
  const from = Math.max(leadFrom(joined, begin), joined.length - longestLead, overwritten);
  return {
    // A copy, which `slice` of a Buffer is not: a view would keep all of a large piece in memory.
    bytes: new Uint8Array(joined.subarray(from)),
    openAt: end === -1 ? (lead.openAt ?? at) : end === bytes.length - 1 ? undefined : at,
    cut: from !== overwritten && (from > begin || (end === -1 && lead.cut)),
  };
}

/** The carriage return from which on an unfinished line is as good as from its beginning; -1: there is none. */
function overwrittenUpTo(bytes: Uint8Array, begin: number): number {
  const reach = bytes.length - overwriteReach;
  const at = reach < begin ? -1 : bytes.lastIndexOf(carriageReturn, reach);
  return at < begin ? -1 : at;
}

/** From where on one has to read for the colours of what begins at `begin`. */
function leadFrom(bytes: Uint8Array, begin: number): number {
  const from = Math.max(0, begin - colourReach);
  const colours = bytes.subarray(from, begin).indexOf(0x1b);
  return colours === -1 ? begin : from + colours;
}

/** Colours that were set longer ago are forgotten. Bytes. */
export const colourReach = 2048;
/** What a carriage return overwrote longer ago is forgotten: a progress bar may go on for hours. Bytes. */
export const overwriteReach = 2048;
export const carriageReturn = 0x0d;
/** Lines are cut on the screen long before. Bytes. */
export const longestLead = 1 << 16;
