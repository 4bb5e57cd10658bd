import { formatPlan } from '../plan/format/format-plan.ts';
import { renderProblems } from '../plan/problem-text.ts';
import { safeLine } from '../plan/safe-text.ts';
import { CommandError } from './command-error.ts';
import { exitCodes } from './exit-codes.ts';
import type { Io } from './io.ts';
import { readPlanFile } from './plan-file.ts';
import { replaceFile } from './replace-file.ts';

export type FormatOptions = {
  readonly plan: string;
  /** Into the file itself instead of standard output. */
  readonly write?: boolean;
  /** Only say, by the exit code, whether the file is in its form. */
  readonly check?: boolean;
};

/** `gonogo format PLAN`: the plan in its one form. A plan with errors has none. */
export async function format(
  { plan: file, write = false, check = false }: FormatOptions,
  io: Io,
): Promise<number> {
  if (write && check) throw new CommandError(exitCodes.usage, 'either --write or --check, not both');
  const read = await readPlanFile(file);
  if (read.type === 'unreadable') throw new CommandError(exitCodes.usage, read.message);
  const { text } = read;
  const result = formatPlan({ text, file });
  if (result.type === 'invalid') {
    const problems = result.problems.filter(({ severity }) => severity === 'error');
    io.err(`${renderProblems({ problems, text, file })}\na plan with errors is not formatted\n`);
    return exitCodes.planInvalid;
  }
  const same = result.text === text;
  if (check) {
    if (!same) io.err(`${safeLine(file)} is not in its form: gonogo format --write ${safeLine(file)}\n`);
    return same ? exitCodes.ok : exitCodes.differs;
  }
  if (!write) io.out(result.text);
  else if (!same) {
    await replaceFile(file, result.text);
    io.err(`Formatted ${safeLine(file)}\n`);
  }
  return exitCodes.ok;
}
