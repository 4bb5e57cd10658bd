import type { Imported } from '../plan/import/import-plan.ts';
import { lintPlan } from '../plan/lint/lint.ts';
import { parsePlan } from '../plan/parse-plan.ts';
import type { ParseResult, Problem } from '../plan/problem.ts';

export type CheckedImport = {
  /** As `gonogo check` would read it now. */
  readonly result: ParseResult;
  /** As it would read it with everything filled in that is still open; the same lines. */
  readonly standIn: ParseResult;
  /** What a person has to fill in or mend before it checks. */
  readonly open: readonly Problem[];
  /** What is besides worth a look. */
  readonly warnings: readonly Problem[];
  /** Nothing is left to be filled in. */
  readonly done: boolean;
};

/** Reads an imported plan as `gonogo check` does, and looks behind what is still to be filled in. */
export function checkImport(imported: Imported, file: string): CheckedImport {
  const result = parsePlan({ text: imported.text, file });
  const standIn = imported.text === imported.standIn ? result : parsePlan({ text: imported.standIn, file });
  const lints = standIn.type === 'parsed' ? lintPlan({ plan: standIn.plan, text: imported.text }) : [];
  const errors = [...result.problems, ...standIn.problems].filter(({ severity }) => severity === 'error');
  const warnings = [...(standIn.type === 'parsed' ? standIn.problems : result.problems), ...lints].filter(
    ({ severity }) => severity === 'warning',
  );
  const wrong = new Set(errors.map(({ line }) => line));
  const placeholders = warnings.filter((warning) => isPlaceholder(warning) && !wrong.has(warning.line));
  const open = unique([...errors, ...placeholders]);
  return {
    result,
    standIn,
    open,
    warnings: unique(warnings.filter((warning) => !isPlaceholder(warning))),
    done: open.length === 0,
  };
}

function isPlaceholder({ message }: Problem): boolean {
  return message.endsWith(': something is still open here');
}

function unique(problems: readonly Problem[]): readonly Problem[] {
  const seen = new Map(
    problems.map((problem) => [`${problem.line}:${problem.column}:${problem.message}`, problem]),
  );
  return [...seen.values()].toSorted((a, b) => a.line - b.line || a.column - b.column);
}
