import type { Job } from '../execute/executor.ts';
import type { RehearsalFault } from '../execute/rehearsal-executor.ts';
import type { Plan, Step } from '../plan/plan.ts';
import type { Recorded } from '../run/event.ts';
import { type Fault, isToFail } from '../run/fault.ts';
import { findStep } from '../run/select.ts';
import type { People } from './person.ts';
import { mainAction } from './rehearsal-lengths.ts';

/** What goes wrong with a job: an attempt fails in the action that takes most of its time. */
export function jobFaults(
  plan: Plan,
  faults: readonly Fault[],
): (job: Pick<Job, 'step' | 'attempt' | 'action' | 'target'>) => RehearsalFault | undefined {
  return ({ step, attempt, action, target }) => {
    if (faults.some((fault) => fault.type === 'lose-host' && fault.host === target)) return 'lose';
    const found = findStep({ plan }, step);
    if (found === undefined || action.index !== mainAction(found)) return undefined;
    return isToFail(faults, step, attempt) ? 'fail' : undefined;
  };
}

/** What goes wrong with what people do themselves. */
export function peopleFaults(faults: readonly Fault[]): NonNullable<People['fails']> {
  return ({ id }: Step, attempt) => isToFail(faults, id, attempt);
}

/** Hosts that a rehearsal lost before it was joined again. */
export function lostBefore(history: readonly Recorded[]): readonly string[] {
  const lost = history.flatMap(({ event }) =>
    event.type === 'target.finished' && event.result.type === 'lost' ? [event.target] : [],
  );
  return [...new Set(lost)];
}

/** Whether this step can go wrong at all: it works, or somebody looks. */
export function canFail({ actions, checklist, poll }: Step): boolean {
  return actions.length + checklist.length + poll.length > 0;
}
