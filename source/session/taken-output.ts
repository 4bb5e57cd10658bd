import type { OutputChunk } from '../journal/journal.ts';
import { createDigester, type Digester } from '../journal/output-digest.ts';
import type { OutputReader } from '../journal/output-reader.ts';
import type { OutputDigest } from '../run/facts.ts';
import { firstPiece } from './stored-log.ts';

export type OutputPlace = Pick<OutputChunk, 'step' | 'attempt' | 'action' | 'target'>;

/** What was taken of each stream, earlier sessions included, and never the bytes themselves. */
export type TakenOutput = {
  readonly add: (chunk: OutputChunk) => void;
  /** How many bytes of each stream. */
  readonly recorded: (place: OutputPlace) => { readonly stdout: number; readonly stderr: number };
  readonly digest: (place: OutputPlace) => OutputDigest;
  /**
   * The same for targets that have written the same in an attempt. How their two streams fall between each other is
   * chance, and counts for nothing. Undefined: there is no room left to read what an earlier session took.
   */
  readonly attemptKey: (place: Omit<OutputPlace, 'action'>, room: ReadingRoom) => string | undefined;
};

/** How much may still be read now: bytes. What is left is read when it is asked for again. */
export type ReadingRoom = { bytes: number };

/** Some ten milliseconds. */
export const newRoom = (): ReadingRoom => ({ bytes: 8 << 20 });
/** Finding a small piece takes as long as digesting so many bytes. */
export const pieceCost = 20_000;

/** `reader`: what the journal holds already. Of that, only attempts that go on are read again. */
export function createTakenOutput(reader?: OutputReader): TakenOutput {
  const attempts = new Map<string, Actions>();

  const keyOf = ({ step, target, attempt }: Omit<OutputPlace, 'action'>) =>
    JSON.stringify([step, target, attempt]);

  function actionsOf({ step, target, attempt }: Omit<OutputPlace, 'action'>): Actions {
    const key = keyOf({ step, target, attempt });
    const actions = attempts.get(key) ?? storedActions(reader, { step, target, attempt });
    attempts.set(key, actions);
    return actions;
  }

  return {
    add: (chunk) => streamsIn(actionsOf(chunk), chunk.action)[chunk.stream].add(chunk.bytes),
    recorded: (place) => {
      const { stdout, stderr } = streamsIn(actionsOf(place), place.action);
      return { stdout: stdout.bytes(), stderr: stderr.bytes() };
    },
    digest: (place) => {
      const { stdout, stderr } = streamsIn(actionsOf(place), place.action);
      return { stdout: stdout.digest(), stderr: stderr.digest() };
    },
    attemptKey: (place, room) => {
      const isRead = reader === undefined || attempts.has(keyOf(place));
      if (!isRead && room.bytes <= 0) return undefined;
      const actions = [...actionsOf(place)].sort(([a], [b]) => a - b);
      const sum = actions.reduce(
        (bytes, [, { stdout, stderr }]) => bytes + stdout.bytes() + stderr.bytes(),
        0,
      );
      if (!isRead) room.bytes -= sum + pieceCost;
      return actions
        .map(
          ([action, { stdout, stderr }]) => `${action} ${stdout.digest().sha256} ${stderr.digest().sha256}`,
        )
        .join(' ');
    },
  };
}

type Streams = Readonly<Record<OutputChunk['stream'], Digester>>;
type Actions = Map<number, Streams>;

function streamsIn(actions: Actions, action: number): Streams {
  const streams = actions.get(action) ?? { stdout: createDigester(), stderr: createDigester() };
  actions.set(action, streams);
  return streams;
}

/** Attempts come one after the other; the actions of one, and the checks of its checklist, as it happens. */
function storedActions(
  reader: OutputReader | undefined,
  { step, target, attempt }: Omit<OutputPlace, 'action'>,
): Actions {
  const actions: Actions = new Map();
  if (reader === undefined) return actions;
  const view = { step, target };
  const isLater = (piece: { readonly attempt: number }) => piece.attempt >= attempt;
  let piece = firstPiece(reader, view, { upTo: Number.MAX_SAFE_INTEGER, is: isLater });
  while (piece?.attempt === attempt) {
    streamsIn(actions, piece.action)[piece.stream].add(reader.bytes(piece));
    piece = reader.atOrAfter(view, piece.id + 1);
  }
  return actions;
}
