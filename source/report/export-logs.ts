import type { Step } from '../plan/plan.ts';
import type { LogChunk } from '../session/log-book.ts';
import { withoutStyles } from '../session/terminal-text.ts';
import { createExportLines, type ExportLine } from './export-lines.ts';
import { uniqueNames } from './file-name.ts';

/** A file of plain text, named within the folder of its step. */
export type LogFile = {
  readonly name: string;
  readonly target: string;
  readonly stream: 'stdout' | 'stderr';
  readonly attempts: readonly number[];
  readonly lines: number;
  /** Epoch milliseconds of its first and last line. */
  readonly from: number;
  readonly until: number;
};

export type LogPiece = { readonly name: string; readonly text: string };

/** One step's output as a file a host and stream, piece by piece. */
export type StepLogs = {
  /** What to write at the end of which file. */
  readonly add: (chunk: LogChunk) => readonly LogPiece[];
  readonly end: () => readonly LogPiece[];
  /** All files so far. */
  readonly files: () => readonly LogFile[];
};

/** `05-deploy-head`: folders stand in the order of the plan. */
export function logFolderOf({ number, id }: Step): string {
  return uniqueNames()(`${String(number).padStart(2, '0')}-${id}`);
}

export function createStepLogs(): StepLogs {
  const lines = createExportLines();
  const nameOf = uniqueNames();
  const files = new Map<string, LogFile>();

  function write({ target, stream, attempt, at, text }: ExportLine): LogPiece {
    const key = JSON.stringify([target, stream]);
    const before = files.get(key);
    const name = before?.name ?? nameOf(target, `.${stream}.log`);
    const attempts = before?.attempts ?? [];
    const fresh = attempts.at(-1) !== attempt;
    files.set(key, {
      name,
      target,
      stream,
      attempts: fresh ? [...attempts, attempt] : attempts,
      lines: (before?.lines ?? 0) + 1,
      from: before?.from ?? at,
      until: at,
    });
    const heading = fresh && attempt > 1 ? `=== attempt ${attempt} ===\n` : '';
    return { name, text: `${heading}${withoutStyles(text)}\n` };
  }

  return {
    add: (chunk) => joined(lines.add(chunk).map(write)),
    end: () => joined(lines.end().map(write)),
    files: () => [...files.values()],
  };
}

/** One piece a file. */
function joined(pieces: readonly LogPiece[]): readonly LogPiece[] {
  const byName = Map.groupBy(pieces, ({ name }) => name);
  return [...byName].map(([name, each]) => ({ name, text: each.map(({ text }) => text).join('') }));
}
