import * as schedule from '../plan/schedule.ts';
import type { RunState } from '../run/state.ts';

/** The last moment D can be called so that the fallback ends, by plan, before the window closes. */
export function lastSafeFallback(state: RunState): number | undefined {
  return schedule.lastSafeFallback(state.plan, state.schedule);
}

/** When the fallback ends by plan, once it was called. */
export function fallbackEnd(state: RunState): number | undefined {
  const length = schedule.fallbackLength(state.plan);
  return length === undefined || state.fallback === undefined ? undefined : state.fallback.at + length;
}
