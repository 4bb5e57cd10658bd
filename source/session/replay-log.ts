import type { FirstPiece, OutputPiece, OutputReader } from '../journal/output-reader.ts';
import type { LogBook } from './log-book.ts';
import { foldTargets } from './log-fold.ts';
import { logExtent, readLog } from './log-source.ts';
import { attemptBegin, storedLog } from './stored-log.ts';
import { createTakenOutput, newRoom, pieceCost, type ReadingRoom, type TakenOutput } from './taken-output.ts';

/** The log as it was at a moment, which moves. Nothing of it is in memory. */
export type ReplayLog = LogBook & {
  /** To a moment, epoch milliseconds. Whether the log has changed by that. */
  readonly seek: (at: number) => boolean;
};

export function createReplayLog(stored: OutputReader): ReplayLog {
  const reader = knowingNames(stored);
  const listeners = new Set<() => void>();
  const digests = createStoredDigests(reader);
  const begins = new Map<string, number>();
  let upTo = 0;
  let version = 0;
  const source = storedLog(reader, () => upTo);

  function written(step: string): readonly string[] {
    return reader.targets(step).flatMap(({ name, id }) => (id <= upTo ? [name] : []));
  }

  /** Looked up once: it stays, and is asked for with every frame. */
  function beginOf({ step, target, attempt, id }: OutputPiece): number {
    const key = JSON.stringify([step, target, attempt]);
    const begin = begins.get(key) ?? attemptBegin(reader, { step, target }, { attempt, id });
    begins.set(key, begin);
    return begin;
  }

  return {
    seek: (at) => {
      const next = pieceAt(reader, at, upTo);
      if (next === upTo) return false;
      upTo = next;
      version += 1;
      for (const listener of listeners) listener();
      return true;
    },
    extent: (step, target) => logExtent(source, { step, target }),
    finished: (step, target) => source.finished({ step, target }),
    read: ({ step, target, from, to }) => readLog(source, { step, target }, from, to),
    targets: written,
    lastAt: (step, target) => reader.atOrBefore({ step, target }, upTo)?.at,
    folds: (step) => {
      const room = newRoom();
      const targets = written(step).flatMap((target) => {
        const last = reader.atOrBefore({ step, target }, upTo);
        if (last === undefined) return [];
        return [{ target, attempt: last.attempt, from: beginOf(last), key: digests(last, room) }];
      });
      return foldTargets(targets);
    },
    steps: () => reader.steps().flatMap(({ name, id }) => (id <= upTo ? [name] : [])),
    version: () => version,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** Who has written is asked once: what comes after a replay was opened is not part of it. */
function knowingNames(reader: OutputReader): OutputReader {
  const targets = new Map<string, readonly FirstPiece[]>();
  let steps: readonly FirstPiece[] | undefined;
  return {
    ...reader,
    steps: () => {
      steps ??= reader.steps();
      return steps;
    },
    targets: (step) => {
      const known = targets.get(step) ?? reader.targets(step);
      targets.set(step, known);
      return known;
    },
  };
}

/** The last piece that had come by then: all before it had, too. `near`: where it was a moment ago. */
function pieceAt(reader: OutputReader, at: number, near: number): number {
  const next = reader.atOrAfter({}, near + 1);
  const here = reader.atOrBefore({}, near);
  if ((here?.at ?? Number.NEGATIVE_INFINITY) <= at && (next === undefined || next.at > at)) return near;
  let low = 0;
  let high = reader.atOrBefore({})?.id ?? 0;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    const piece = reader.atOrAfter({}, middle);
    if (piece !== undefined && piece.at <= at) low = Math.min(piece.id, high);
    else high = middle - 1;
  }
  return low;
}

/** What each target had written in its latest attempt, digested bit by bit, as it is asked for. */
function createStoredDigests(reader: OutputReader) {
  const kept = new Map<string, { readonly taken: TakenOutput; readonly attempt: number; id: number }>();

  return ({ step, target, attempt, id }: OutputPiece, room: ReadingRoom): string | undefined => {
    const key = JSON.stringify([step, target]);
    const known = kept.get(key);
    const state =
      known?.attempt === attempt && known.id <= id ? known : { taken: createTakenOutput(), attempt, id: 0 };
    kept.set(key, state);
    while (state.id < id && room.bytes > 0) {
      const piece = reader.atOrAfter({ step, target }, state.id + 1);
      if (piece === undefined) break;
      state.id = piece.id;
      if (piece.attempt !== attempt) continue;
      state.taken.add({ ...piece, bytes: reader.bytes(piece) });
      room.bytes -= piece.length + pieceCost;
    }
    return state.id < id ? undefined : state.taken.attemptKey({ step, target, attempt }, room);
  };
}
