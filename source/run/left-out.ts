import { type Step, targetsOf } from '../plan/plan.ts';
import { allAttempts } from './attempt.ts';
import type { Attempt, RunState } from './state.ts';
import { stepState } from './timing.ts';

/** Excluded hosts on which something of these steps began in this run. */
export function workedOnAndOut(state: RunState, steps: readonly Step[]): readonly string[] {
  return Object.keys(state.excluded).filter((host) =>
    steps.some(({ id }) => allAttempts(stepState(state, id)).some((attempt) => hasBegunOn(attempt, host))),
  );
}

/** Hosts that are left out and lack some of what the step did elsewhere. */
export function lackingHosts(state: RunState, step: Step): readonly string[] {
  const attempt = stepState(state, step.id).attempts.at(-1);
  if (attempt === undefined || attempt.byHand) return [];
  return Object.keys(state.excluded).filter((host) =>
    step.actions.some(
      ({ on, index }) => targetsOf(on).includes(host) && attempt.done[index]?.includes(host) !== true,
    ),
  );
}

/** A refused target never began. */
function hasBegunOn({ launched, targets, done }: Attempt, host: string): boolean {
  const result = targets[host];
  return (
    launched.includes(host) ||
    (result !== undefined && result.type !== 'refused') ||
    Object.values(done).some((hosts) => hosts.includes(host))
  );
}
