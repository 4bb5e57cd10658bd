import type { OutputReader } from '../journal/output-reader.ts';
import type { LogPlace } from './log-book.ts';
import type { LogPiece } from './log-piece.ts';
import type { Queue } from './log-queue.ts';
import { type LogSource, numberIn } from './log-source.ts';
import { type LogTail, openLines } from './log-tail.ts';
import { storedPieces } from './stored-log.ts';

/** What is in memory, and before it what stands in the journal. */
export function liveLog(tail: LogTail, reader: OutputReader | undefined): LogSource {
  return {
    finished: ({ step, target }) => {
      const own = tail.step(step);
      return target === undefined ? own.finished : (own.targets.get(target)?.finished ?? 0);
    },
    pieces: function* (place, number) {
      const kept = tail.pieces(place);
      const first = kept.at(0);
      const begin = first === undefined ? Number.POSITIVE_INFINITY : numberIn(first, place);
      let next = number;
      if (reader !== undefined && number < begin) {
        const upTo = Number.MAX_SAFE_INTEGER;
        for (const piece of storedPieces(reader, place, { number, upTo })) {
          if (numberIn(piece, place) >= begin) break;
          yield piece;
          // The journal has neighbours as one piece, and may have less of it in memory.
          next = numberIn(piece, place) + piece.lines;
        }
      }
      yield* keptPieces(kept, place, next);
    },
    open: ({ step, target }) =>
      [...tail.step(step).targets].flatMap(([name, own]) =>
        name === (target ?? name) ? openLines(name, own) : [],
      ),
  };
}

/** From the piece on that finishes line `number`. */
function* keptPieces(kept: Queue<LogPiece>, place: LogPlace, number: number): Generator<LogPiece> {
  let low = 0;
  let high = kept.length();
  while (low < high) {
    const middle = (low + high) >> 1;
    const piece = kept.at(middle);
    if (piece !== undefined && numberIn(piece, place) + piece.lines > number) high = middle;
    else low = middle + 1;
  }
  for (let piece = kept.at(low); piece !== undefined; piece = kept.at(low)) {
    yield piece;
    low += 1;
  }
}
