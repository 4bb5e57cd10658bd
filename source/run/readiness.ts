import { formatDuration } from '../plan/duration.ts';
import { type Step, stepsOf } from '../plan/plan.ts';
import { dueWords } from './due-words.ts';
import { findStep, isActive, isSettled, runningSteps } from './select.ts';
import type { RunState } from './state.ts';
import { dueAt, stepState } from './timing.ts';
import { unsettledBefore } from './waiting.ts';
import { nameOf, statusPhrases } from './words.ts';

/** What a start at `now` would lack, in words for the question; empty: nothing. */
export function missingFor(state: RunState, step: Step, now: number): readonly string[] {
  return [...heldBackBy(state, step), ...beforeDue(state, step, now)];
}

/** The same without the time: what would be passed over, not only done early. */
export function heldBackBy(state: RunState, step: Step): readonly string[] {
  return [...unsettledPredecessors(state, step), ...stillRunningElsewhere(state, step)];
}

/** Decisions before this step, near or far, that have not said go. */
export function decisionsBefore(state: RunState, step: Step): readonly Step[] {
  const seen = new Set<string>();
  const waiting = [...step.after];
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    if (seen.has(id) || isSettled(state, id)) continue;
    seen.add(id);
    waiting.push(...(findStep(state, id)?.after ?? []));
  }
  return stepsOf(state.plan).filter(({ id, decision }) => decision && seen.has(id));
}

function unsettledPredecessors(state: RunState, step: Step): readonly string[] {
  return unsettledBefore(state, step).map(
    (other) => `it waits for ${nameOf(other)}, which is ${statusPhrases[stepState(state, other.id).status]}`,
  );
}

/** What ran when D was called goes on: going back over it has to be wanted. */
function stillRunningElsewhere(state: RunState, step: Step): readonly string[] {
  return runningSteps(state)
    .filter((other) => !isActive(state, other.timeline) && isActive(state, step.timeline))
    .map((other) => `${nameOf(other)} still runs`);
}

/** On the way back nothing is early: what it waits for is settled, and every minute counts. */
function beforeDue(state: RunState, step: Step, now: number): readonly string[] {
  if (step.anchor === 'D') return [];
  const due = dueAt(state, step, now);
  if (due === undefined || now >= due) return [];
  return [`it is due in ${formatDuration(due - now)}, at ${dueWords(state, step, now)}`];
}
