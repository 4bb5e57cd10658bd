import type { LogChunk } from '../session/log-book.ts';
import { createSanitiser, type Sanitiser } from '../session/sanitise.ts';
import type { CastOutput } from './export-asciicast.ts';

/** A finished line of output, sanitised; it may hold allowed SGR sequences. */
export type ExportLine = Pick<LogChunk, 'step' | 'attempt' | 'target' | 'stream'> & {
  /** Epoch milliseconds when its last byte arrived. */
  readonly at: number;
  readonly text: string;
};

/** Turns output into lines as it comes, and keeps no more of it than the line that each stream is writing. */
export type ExportLines = {
  readonly add: (chunk: LogChunk) => readonly ExportLine[];
  /** What was never finished. */
  readonly end: () => readonly ExportLine[];
};

export function createExportLines(): ExportLines {
  const streams = new Map<string, { readonly last: LogChunk; readonly sanitiser: Sanitiser }>();

  return {
    add: (chunk) => {
      const key = JSON.stringify([chunk.step, chunk.target, chunk.stream]);
      const before = streams.get(key);
      const goesOn =
        before !== undefined && before.last.attempt === chunk.attempt && before.last.action === chunk.action;
      // A new action begins on a line, and in colours, of its own.
      const unfinished = goesOn || before === undefined ? [] : linesOf(before.last, before.sanitiser.end());
      const sanitiser = goesOn ? before.sanitiser : createSanitiser();
      streams.set(key, { last: { ...chunk, bytes: none }, sanitiser });
      return [...unfinished, ...linesOf(chunk, sanitiser.write(chunk.bytes))];
    },
    end: () => {
      const rest = [...streams.values()].flatMap(({ last, sanitiser }) => linesOf(last, sanitiser.end()));
      streams.clear();
      return rest;
    },
  };
}

const none = new Uint8Array();

function linesOf(
  { step, attempt, target, stream, at }: LogChunk,
  texts: readonly string[],
): readonly ExportLine[] {
  return texts.map((text) => ({ step, attempt, target, stream, at, text }));
}

/** The lines as a terminal shows them one below the other, each behind its prefix. */
export async function* linesOnTerminal(
  chunks: AsyncIterable<LogChunk>,
  prefix: (line: ExportLine) => string,
): AsyncGenerator<CastOutput> {
  const lines = createExportLines();
  const textOf = (all: readonly ExportLine[]) =>
    all.map((each) => `${prefix(each)}${each.text}\r\n`).join('');
  for await (const chunk of chunks) {
    const finished = lines.add(chunk);
    if (finished.length > 0) yield { at: chunk.at, text: textOf(finished) };
  }
  const rest = lines.end();
  const last = rest.at(-1);
  if (last !== undefined) yield { at: last.at, text: textOf(rest) };
}
