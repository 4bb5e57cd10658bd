import type { Problem } from './problem.ts';

/** What is wrong at a place of the text, before it is known on which line that is. Offsets count from 0. */
export type Finding = {
  readonly offset: number;
  readonly length?: number | undefined;
  readonly message: string;
  readonly mend?: string | undefined;
};

/** Gathers what is wrong while a plan is read, so that all of it can be said in one go. */
export type ProblemList = {
  readonly error: (finding: Finding) => void;
  readonly warning: (finding: Finding) => void;
  readonly lineOf: (offset: number) => number;
  readonly hasErrors: () => boolean;
  /** In the order of the text. */
  readonly all: () => readonly Problem[];
};

/** More than these are of no use to a reader, and could fill the memory. */
const MOST = 200;

export function createProblemList(text: string): ProblemList {
  const starts = lineStarts(text);
  const problems: Problem[] = [];
  let errors = 0;

  const lineOf = (offset: number) => lineAt(starts, offset);
  const add = (severity: Problem['severity'], finding: Finding) => {
    if (problems.length >= MOST) return;
    const offset = Math.min(Math.max(0, finding.offset), text.length);
    const line = lineOf(offset);
    problems.push({
      severity,
      line,
      column: offset - (starts[line - 1] ?? 0) + 1,
      length: Math.max(1, finding.length ?? 1),
      message: finding.message,
      mend: finding.mend,
    });
  };

  return {
    error: (finding) => {
      errors += 1;
      add('error', finding);
    },
    warning: (finding) => {
      if (problems.length < MOST / 2) add('warning', finding);
    },
    lineOf,
    hasErrors: () => errors > 0,
    all: () => problems.toSorted((a, b) => a.line - b.line || a.column - b.column),
  };
}

function lineStarts(text: string): readonly number[] {
  const starts = [0];
  for (const end of text.matchAll(/\r\n|\n|\r/g)) starts.push(end.index + end[0].length);
  return starts;
}

function lineAt(starts: readonly number[], offset: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low + 1;
}
