import type { Step } from '../plan/plan.ts';
import * as schedule from '../plan/schedule.ts';
import { unsettledSteps } from '../run/select.ts';
import type { RunState } from '../run/state.ts';
import { elapsed, stepState } from '../run/timing.ts';

/** The last moment D can be called so that the fallback ends, by plan, before the window closes. */
export function lastSafeFallback(state: RunState): number | undefined {
  return schedule.lastSafeFallback(state.plan, state.schedule);
}

/**
 * When the fallback will end, once it was called: by plan, or later by what is still open of it.
 * Undefined: nothing of it is open, or it has no length.
 */
export function fallbackEnd(state: RunState, now: number): number | undefined {
  const length = schedule.fallbackLength(state.plan);
  const open = unsettledSteps(state).filter(({ offset }) => offset !== undefined);
  if (length === undefined || state.fallback === undefined || open.length === 0) return undefined;
  const begins = Math.min(...open.map((step) => (step.offset ?? 0) + workedOff(state, step, now)));
  const ends = Math.max(...open.map((step) => (step.offset ?? 0) + step.duration));
  return Math.max(state.fallback.at + length, now + ends - begins);
}

/** How much of its planned length a step under way has behind it. */
function workedOff(state: RunState, step: Step, now: number): number {
  const own = stepState(state, step.id);
  if (own.status === 'checking') return step.duration;
  return own.status === 'running' ? Math.min(step.duration, elapsed(own, now) ?? 0) : 0;
}
