import type { DatabaseSync } from 'node:sqlite';
import type { OutputChunk } from './journal.ts';
import { createLineCounter } from './line-count.ts';
import type { FilePlace } from './output-files.ts';
import type { OutputReader } from './output-reader.ts';
import { transaction } from './sqlite-transaction.ts';

/** `place`: where its bytes stand already; undefined: they go into the row. */
export type PlacedChunk = { readonly chunk: OutputChunk; readonly place: FilePlace | undefined };

/**
 * Writes rows of output, in one transaction. `reader`: of what is there. Synchronous; SQLite's own errors pass
 * through.
 */
export function outputWriter(
  database: DatabaseSync,
  reader: (run: string) => OutputReader,
): (run: string, chunks: readonly PlacedChunk[]) => void {
  const insert = database.prepare(
    `INSERT INTO output (run, step, attempt, action, target, stream, offset, at, bytes, segment, position, length,
       lines, closes, line, target_line, open)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  /** What is known of each run without asking. */
  const runs = new Map<string, Tally>();

  return (run, chunks) => {
    const output = reader(run);
    const lastId = () => output.atOrBefore({})?.id;
    const known = runs.get(run);
    // Asked anew where this fails: a transaction that failed has stored nothing.
    runs.delete(run);
    transaction(database, () => {
      // Somebody who took the run over may have written meanwhile.
      const tally = known !== undefined && known.lastId === lastId() ? known : freshTally(output);
      for (const { chunk, place } of chunks) {
        const { step, attempt, action, target, stream, at, bytes } = chunk;
        const key = [step, attempt, action, target, stream].join('\0');
        const offset = tally.ends.get(key) ?? endOf(output, chunk);
        tally.ends.set(key, offset + bytes.length);
        const { lines, closes, line, targetLine, open } = tally.count(chunk);
        const held = place === undefined ? bytes : nothing;
        const [segment, position] = [place?.segment ?? null, place?.position ?? null];
        const where = [run, step, attempt, action, target, stream, offset, at] as const;
        insert.run(...where, held, segment, position, bytes.length, lines, closes, line, targetLine, open);
      }
      runs.set(run, { ...tally, lastId: lastId() });
    });
  };
}

type Tally = {
  /** Bytes stored so far, by stream. */
  readonly ends: Map<string, number>;
  readonly count: ReturnType<typeof createLineCounter>;
  /** The last piece of the run then. */
  readonly lastId: number | undefined;
};

function freshTally(reader: OutputReader): Tally {
  const before = {
    step: (step: string) => {
      const last = reader.atOrBefore({ step });
      return last === undefined ? 0 : last.line + last.lines;
    },
    target: (step: string, target: string) => reader.atOrBefore({ step, target }),
  };
  return { ends: new Map(), count: createLineCounter(before), lastId: undefined };
}

function endOf(output: OutputReader, chunk: OutputChunk): number {
  const last = output.ofStream(chunk, Number.MAX_SAFE_INTEGER);
  return last === undefined ? 0 : last.offset + last.length;
}

const nothing = new Uint8Array();
