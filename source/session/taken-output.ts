import type { OutputChunk } from '../journal/journal.ts';
import { createDigester, type Digester } from '../journal/output-digest.ts';
import type { OutputPiece, OutputReader } from '../journal/output-reader.ts';
import type { OutputDigest } from '../run/facts.ts';
import { firstPiece } from './stored-log.ts';

export type OutputPlace = Pick<OutputChunk, 'step' | 'attempt' | 'action' | 'target'>;

/** What was taken of each stream, earlier sessions included, and never the bytes themselves. */
export type TakenOutput = {
  readonly add: (chunk: OutputChunk) => void;
  /** How many bytes of each stream. */
  readonly recorded: (place: OutputPlace) => { readonly stdout: number; readonly stderr: number };
  readonly digest: (place: OutputPlace) => OutputDigest;
  /** Whether that is told without reading. */
  readonly isKnown: (place: OutputPlace) => boolean;
};

/** `reader`: what the journal holds already. Of that, only what goes on is read again. */
export function createTakenOutput(reader?: OutputReader): TakenOutput {
  const places = new Map<string, Streams>();
  const keyOf = ({ step, attempt, action, target }: OutputPlace) =>
    JSON.stringify([step, attempt, action, target]);
  const streamsOf = ({ step, attempt, action, target }: OutputPlace) => {
    const key = keyOf({ step, attempt, action, target });
    const streams = places.get(key) ?? begin(reader, { step, attempt, action, target });
    places.set(key, streams);
    return streams;
  };
  return {
    add: (chunk) => streamsOf(chunk)[chunk.stream].add(chunk.bytes),
    recorded: (place) => {
      const { stdout, stderr } = streamsOf(place);
      return { stdout: stdout.bytes(), stderr: stderr.bytes() };
    },
    digest: (place) => {
      const { stdout, stderr } = streamsOf(place);
      return { stdout: stdout.digest(), stderr: stderr.digest() };
    },
    isKnown: (place) => reader === undefined || places.has(keyOf(place)),
  };
}

type Streams = Readonly<Record<OutputChunk['stream'], Digester>>;

function begin(reader: OutputReader | undefined, place: OutputPlace): Streams {
  const streams = { stdout: createDigester(), stderr: createDigester() };
  if (reader === undefined) return streams;
  const { step, target, attempt, action } = place;
  const view = { step, target };
  const isLater = (piece: OutputPiece): boolean =>
    piece.attempt > attempt || (piece.attempt === attempt && piece.action >= action);
  let piece = firstPiece(reader, view, { upTo: Number.MAX_SAFE_INTEGER, is: isLater });
  while (piece?.attempt === attempt && piece.action === action) {
    streams[piece.stream].add(reader.bytes(piece));
    piece = reader.atOrAfter(view, piece.id + 1);
  }
  return streams;
}
