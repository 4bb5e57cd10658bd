import type { Step } from '../plan/plan.ts';
import { plannedAt } from '../plan/schedule.ts';
import type { RunState, StepState } from './state.ts';

/** When a step is due, epoch milliseconds; undefined without an anchor, and for fallback steps before D. */
export function dueAt(state: RunState, step: Step): number | undefined {
  return plannedAt(step, { start: state.schedule.start, decision: state.fallback?.at });
}

/**
 * How late a step is, in milliseconds: an unsettled one against now, a settled one by when it started.
 * Zero or less: not late. Undefined: it has no due time, or was skipped before it began.
 */
export function lateness({
  state,
  step,
  now,
}: {
  state: RunState;
  step: Step;
  now: number;
}): number | undefined {
  const due = dueAt(state, step);
  if (due === undefined) return undefined;
  const own = stepState(state, step.id);
  const began = own.attempts[0]?.startedAt;
  if (began !== undefined) return began - due;
  return own.status === 'skipped' ? undefined : now - due;
}

/** How long the step has been worked on, from its latest start to its end or to now; undefined before it began. */
export function elapsed(own: StepState, now: number): number | undefined {
  const attempt = own.attempts.at(-1);
  if (attempt === undefined) return undefined;
  return Math.max(0, endOf(own, now) - attempt.startedAt);
}

/** State of a step by its id; an id that is not in the plan is a bug. */
export function stepState(state: RunState, id: string): StepState {
  const own = state.steps[id];
  if (own === undefined) throw new Error(`no step ${id} in this run`);
  return own;
}

function endOf(own: StepState, now: number): number {
  if (own.settledAt !== undefined) return own.settledAt;
  if (own.status === 'failed' || own.status === 'unknown') return own.attempts.at(-1)?.endedAt ?? now;
  return now;
}
