import { JournalError } from '../journal/journal-error.ts';
import type { OutputPiece, OutputReader } from '../journal/output-reader.ts';

/** Output for screens, which go on where the record is damaged: what is lost is said in its place, line by line. */
export type ShownOutput = {
  readonly reader: OutputReader;
  /** The same for what else reads the record: undefined where it can't. */
  readonly guarded: <Args extends readonly unknown[], Result>(
    work: (...args: Args) => Result,
  ) => (...args: Args) => Result | undefined;
  /** The first thing that could not be read. */
  readonly trouble: () => string | undefined;
};

export function shownOutput(reader: OutputReader): ShownOutput {
  let trouble: string | undefined;

  const orElse =
    <Args extends readonly unknown[], Result>(
      work: (...args: Args) => Result,
      instead: (...args: Args) => Result,
    ) =>
    (...args: Args): Result => {
      try {
        return work(...args);
      } catch (error) {
        if (!(error instanceof JournalError)) throw error;
        trouble ??= error.message;
        return instead(...args);
      }
    };

  const nowhere = () => undefined;
  const nobody = () => [];
  return {
    reader: {
      atOrBefore: orElse(reader.atOrBefore, nowhere),
      atOrAfter: orElse(reader.atOrAfter, nowhere),
      ofStream: orElse(reader.ofStream, nowhere),
      bytes: orElse(reader.bytes, lostBytes),
      steps: orElse(reader.steps, nobody),
      targets: orElse(reader.targets, nobody),
    },
    guarded: <Args extends readonly unknown[], Result>(work: (...args: Args) => Result) =>
      orElse<Args, Result | undefined>(work, nowhere),
    trouble: () => trouble,
  };
}

/** As many lines as there were, so that all others keep their numbers. */
function lostBytes({ lines, closes }: OutputPiece): Uint8Array {
  return Buffer.from(`${lostWords}\n`.repeat(lines - closes) || lostWords);
}

export const lostWords = '(lost from the record)';
