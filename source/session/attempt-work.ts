import type { Step } from '../plan/plan.ts';
import type { Attempt, RunState } from '../run/state.ts';
import { stepState } from '../run/timing.ts';
import type { ConductorOptions } from './conductor.ts';
import type { BrokenLink } from './session.ts';

/** One attempt under the conductor's hand. */
export type AttemptWork = {
  readonly options: ConductorOptions;
  readonly step: Step;
  readonly attempt: number;
  readonly stop: AbortSignal;
  /** It was under way before this session, or was given up by it. */
  readonly resumed: boolean;
  readonly onLink: (target: string, link: Omit<BrokenLink, 'step' | 'target'> | undefined) => void;
};

/** The attempt as the journal has it now. */
export function currentAttempt({ options, step, attempt }: AttemptWork): Attempt {
  return attemptOf(options.state(), step, attempt);
}

/** By its number; one that is not in the record is a bug. */
export function attemptOf(state: RunState, step: Step, attempt: number): Attempt {
  const found = stepState(state, step.id).attempts.find(({ number }) => number === attempt);
  if (found === undefined) throw new Error(`no attempt ${attempt} of ${step.id}`);
  return found;
}
