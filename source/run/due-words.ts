import { formatOffset } from '../plan/duration.ts';
import type { Step } from '../plan/plan.ts';
import type { RunState } from './state.ts';
import { dueAt, stoodStill } from './timing.ts';

/** `S+40m`; `D+20m` where the plan says D+50m, and something before it is left out of the way back. */
export function dueWords(state: RunState, step: Step, at: number): string | undefined {
  const { anchor, offset } = step;
  if (anchor === undefined || offset === undefined) return undefined;
  const planned = `${anchor}${formatOffset(offset)}`;
  const due = dueAt(state, step, at);
  if (anchor === 'S' || due === undefined || state.fallback === undefined) return planned;
  return `D${formatOffset(due - state.fallback.at - stoodStill(state, 'D', at))}`;
}
