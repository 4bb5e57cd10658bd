import { formatDuration, formatOffset } from '../plan/duration.ts';
import type { Step } from '../plan/plan.ts';
import { findStep, isActive, isSettled, runningSteps } from './select.ts';
import type { RunState } from './state.ts';
import { dueAt, stepState } from './timing.ts';
import { nameOf, statusPhrases } from './words.ts';

/** What a start at `now` would lack, in words for the question; empty: nothing. */
export function missingFor(state: RunState, step: Step, now: number): readonly string[] {
  return [
    ...unsettledPredecessors(state, step),
    ...stillRunningElsewhere(state, step),
    ...beforeDue(state, step, now),
  ];
}

function unsettledPredecessors(state: RunState, step: Step): readonly string[] {
  return step.after
    .filter((id) => !isSettled(state, id))
    .map((id) => {
      const other = findStep(state, id);
      return `it waits for ${other === undefined ? id : nameOf(other)}, which is ${statusPhrases[stepState(state, id).status]}`;
    });
}

/** What ran when D was called goes on: going back over it has to be wanted. */
function stillRunningElsewhere(state: RunState, step: Step): readonly string[] {
  return runningSteps(state)
    .filter((other) => !isActive(state, other.timeline) && isActive(state, step.timeline))
    .map((other) => `${nameOf(other)} still runs`);
}

function beforeDue(state: RunState, step: Step, now: number): readonly string[] {
  const due = dueAt(state, step);
  if (due === undefined || now >= due || step.offset === undefined) return [];
  return [`it is due in ${formatDuration(due - now)}, at ${step.anchor}${formatOffset(step.offset)}`];
}
