import type { OutputChunk } from './journal.ts';
import type { LineCount } from './line-count.ts';

/** A piece of a run's output as it was recorded; its bytes are read apart. */
export type OutputPiece = Omit<OutputChunk, 'bytes' | 'ends'> &
  LineCount & {
    /** Grows in the order of arrival. */
    readonly id: number;
    /** Bytes of its stream before it, and in it. */
    readonly offset: number;
    readonly length: number;
  };

/** The whole run where no step is named, all of a step where no target is. */
export type PieceView = { readonly step?: string | undefined; readonly target?: string | undefined };

export type StreamPlace = Pick<OutputChunk, 'step' | 'target' | 'attempt' | 'action' | 'stream'>;

/**
 * Finds any part of a run's output without reading what comes before it. Synchronous, and quick enough to be asked
 * while a screen is drawn. Throws a JournalError where the record is damaged.
 */
export type OutputReader = {
  /** The last piece of a view whose id is at most `id`; by default, of all. */
  readonly atOrBefore: (view: PieceView, id?: number) => OutputPiece | undefined;
  /** The last piece of one stream, of one action, whose id is at most `id`. */
  readonly ofStream: (place: StreamPlace, id: number) => OutputPiece | undefined;
  /** The first piece of a view whose id is at least `id`. */
  readonly atOrAfter: (view: PieceView, id: number) => OutputPiece | undefined;
  readonly bytes: (piece: OutputPiece) => Uint8Array;
  /** Steps that have written, and the targets of a step, with the id of their first piece, in that order. */
  readonly steps: () => readonly FirstPiece[];
  readonly targets: (step: string) => readonly FirstPiece[];
};

export type FirstPiece = { readonly name: string; readonly id: number };
