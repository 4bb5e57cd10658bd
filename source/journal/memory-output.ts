import type { OutputChunk } from './journal.ts';
import { createLineCounter } from './line-count.ts';
import type { FirstPiece, OutputPiece, OutputReader, PieceView } from './output-reader.ts';

export type MemoryOutput = {
  readonly append: (chunks: readonly OutputChunk[]) => void;
  readonly pieces: () => readonly OutputPiece[];
  readonly reader: OutputReader;
};

/** The output of one run, all of it in memory. */
export function createMemoryOutput(): MemoryOutput {
  const pieces: OutputPiece[] = [];
  const bytes: Uint8Array[] = [];
  const ends = new Map<string, number>();
  const count = createLineCounter({ step: () => 0, target: () => undefined });

  function names(nameOf: (piece: OutputPiece) => string | undefined): readonly FirstPiece[] {
    const first = new Map<string, number>();
    for (const piece of pieces) {
      const name = nameOf(piece);
      if (name !== undefined && !first.has(name)) first.set(name, piece.id);
    }
    return [...first].map(([name, id]) => ({ name, id }));
  }

  return {
    append: (chunks) => {
      for (const chunk of chunks) {
        const { step, attempt, action, target, stream, at } = chunk;
        const key = JSON.stringify([step, attempt, action, target, stream]);
        const offset = ends.get(key) ?? 0;
        const { length } = chunk.bytes;
        ends.set(key, offset + length);
        const id = pieces.length + 1;
        pieces.push({ id, step, attempt, action, target, stream, at, offset, length, ...count(chunk) });
        bytes.push(Uint8Array.from(chunk.bytes));
      }
    },
    pieces: () => pieces,
    reader: {
      atOrBefore: (view, id = pieces.length) =>
        pieces.findLast((piece) => piece.id <= id && isOf(piece, view)),
      ofStream: (place, id) =>
        pieces.findLast(
          (piece) =>
            piece.id <= id &&
            isOf(piece, place) &&
            piece.attempt === place.attempt &&
            piece.action === place.action &&
            piece.stream === place.stream,
        ),
      atOrAfter: (view, id) => pieces.find((piece) => piece.id >= id && isOf(piece, view)),
      bytes: ({ id }) => bytes[id - 1] ?? new Uint8Array(),
      steps: () => names(({ step }) => step),
      targets: (step) => names((piece) => (piece.step === step ? piece.target : undefined)),
    },
  };
}

function isOf(piece: OutputPiece, { step = piece.step, target = piece.target }: PieceView): boolean {
  return piece.step === step && piece.target === target;
}
