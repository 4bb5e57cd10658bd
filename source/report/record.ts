import type { Plan } from '../plan/plan.ts';
import type { Recorded, RunEvent } from '../run/event.ts';
import { stateAfter } from '../run/reduce.ts';
import type { RunState } from '../run/state.ts';

/** A run as it was recorded, and what its events come to. */
export type RunRecord = {
  readonly run: string;
  readonly created: Extract<RunEvent, { readonly type: 'run.created' }>;
  /** From `run.created` on, in order. */
  readonly events: readonly Recorded[];
  readonly state: RunState;
};

/** Folds the events of a run. Throws where they don't begin with `run.created`. */
export function recordOf({
  run,
  plan,
  events,
}: {
  readonly run: string;
  readonly plan: Plan;
  readonly events: readonly Recorded[];
}): RunRecord {
  const created = events[0]?.event;
  if (created?.type !== 'run.created') throw new Error(`run ${run} has no beginning`);
  return { run, created, events, state: stateAfter(plan, events) };
}

/** When it was last heard of, epoch milliseconds: an open run stands there. */
export function lastMoment({ events, state }: RunRecord): number {
  return state.ended?.at ?? events.at(-1)?.at ?? state.createdAt;
}
