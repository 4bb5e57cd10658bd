import type { Journal, OutputChunk, OutputQuery, StoredChunk } from '../../source/journal/journal.ts';
import { createMemoryOutput } from '../../source/journal/memory-output.ts';
import type { OutputReader } from '../../source/journal/output-reader.ts';
import type { LogBook, LogLine } from '../../source/session/log-book.ts';
import { collect } from './collect.ts';

/** All output of a run, in the order of arrival. */
export function readOutput(
  journal: Pick<Journal, 'walkOutput'>,
  run: string,
  query?: OutputQuery,
): Promise<readonly StoredChunk[]> {
  return collect(journal.walkOutput(run, query));
}

/** All lines of a step, or of one target of it. */
export function logLines(logs: LogBook, step: string, target?: string): readonly LogLine[] {
  return logs.read({ step, target, from: 0, to: Number.MAX_SAFE_INTEGER });
}

/** These pieces of output as a journal would give them. */
export function outputOf(chunks: readonly OutputChunk[]): OutputReader {
  const output = createMemoryOutput();
  output.append(chunks);
  return output.reader;
}
