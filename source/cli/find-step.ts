import { type Step, stepsOf } from '../plan/plan.ts';
import { suggest } from '../plan/suggest.ts';
import { findStep } from '../run/select.ts';
import { CommandError } from './command-error.ts';
import { exitCodes } from './exit-codes.ts';
import type { FoundRun } from './find-run.ts';

/** A step by its id or number. Throws a CommandError that names those there are. */
export function findTheStep({ plan }: Pick<FoundRun, 'plan'>, name: string): Step {
  const step = findStep({ plan }, name);
  if (step !== undefined) return step;
  const known = stepsOf(plan).map(({ id }) => id);
  const near = suggest(name, known);
  const hint = near === undefined ? `its steps are ${known.join(', ')}` : `did you mean ${near}?`;
  throw new CommandError(exitCodes.usage, `no step ${name} in this plan; ${hint}`);
}
