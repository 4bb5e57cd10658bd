import type { Step } from '../../plan/plan.ts';
import { missingFor } from '../../run/readiness.ts';
import { isActive } from '../../run/select.ts';
import type { RunState } from '../../run/state.ts';
import { dueAt, stepState } from '../../run/timing.ts';

/** Whether an `auto` step could have begun a while ago and has not: its time passed while nobody could watch. */
export function isLeftToPerson(state: RunState, step: Step, now: number): boolean {
  if (!step.auto || step.noReturn || state.held !== undefined || state.ended !== undefined) return false;
  if (stepState(state, step.id).status !== 'waiting' || !isActive(state, step.timeline)) return false;
  const patience = state.mode === 'rehearsal' ? rehearsedMs : liveMs;
  return now - readySince(state, step, now) > patience && missingFor(state, step, now).length === 0;
}

/** When the last of what kept it waiting came to an end, as far as that is known. */
function readySince(state: RunState, step: Step, now: number): number {
  const { stops, setBacks } = state.clock;
  return Math.max(
    dueAt(state, step, now) ?? state.createdAt,
    state.fallback?.at ?? state.createdAt,
    ...Object.values(state.steps).map(({ settledAt }) => settledAt ?? state.createdAt),
    ...stops.map(({ until }) => until ?? state.createdAt),
    ...setBacks.map(({ at }) => at),
  );
}

/** What is ready begins within a second of the wall, and a rehearsal goes faster than that. */
const liveMs = 5_000;
const rehearsedMs = 2 * 60_000;
