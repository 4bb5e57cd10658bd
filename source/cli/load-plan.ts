import { createHash } from 'node:crypto';
import { parsePlan } from '../plan/parse-plan.ts';
import type { Plan } from '../plan/plan.ts';
import { renderProblems } from '../plan/problem-text.ts';
import { CommandError } from './command-error.ts';
import { exitCodes } from './exit-codes.ts';
import { readPlanFile } from './plan-file.ts';

export type LoadedPlan = { readonly plan: Plan; readonly text: string; readonly sha256: string };

/** A plan that may be run: every problem at once otherwise. */
export async function loadPlan(file: string): Promise<LoadedPlan> {
  const read = await readPlanFile(file);
  if (read.type === 'unreadable') throw new CommandError(exitCodes.usage, read.message);
  const { text } = read;
  return { plan: parseOrThrow(text, file), text, sha256: createHash('sha256').update(text).digest('hex') };
}

/** The plan as the run's first event keeps it. */
export function parseOrThrow(text: string, file: string): Plan {
  const result = parsePlan({ text, file });
  if (result.type === 'parsed') return result.plan;
  const errors = result.problems.filter(({ severity }) => severity === 'error');
  throw new CommandError(exitCodes.planInvalid, renderProblems({ problems: errors, text, file }).trimEnd());
}
