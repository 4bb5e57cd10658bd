import type { StoredEvent } from '../journal/journal.ts';
import type { Plan } from '../plan/plan.ts';
import { createState, reduce } from '../run/reduce.ts';
import type { RunState } from '../run/state.ts';

/** How a recorded run stood at any moment. States share what is the same, so some are kept on the way. */
export type RecordedStates = {
  /** To a moment, epoch milliseconds: all events before the first later one. */
  readonly seek: (at: number) => void;
  readonly state: () => RunState;
  /** How many events it comes of. */
  readonly folded: () => number;
};

/** `events`: at least the first. */
export function createRecordedStates(plan: Plan, events: readonly StoredEvent[]): RecordedStates {
  const [first] = events;
  if (first === undefined) throw new Error('a run without events');
  /** After every so many events, in order; `until`: the latest moment of those. */
  const begin: Kept = { folded: 1, until: first.at, state: createState(plan, first) };
  const kept = [begin];
  let now = begin;

  return {
    seek: (at) => {
      if (at < now.until) now = kept.findLast(({ until }) => until <= at) ?? begin;
      for (let next = events[now.folded]; next !== undefined && next.at <= at; next = events[now.folded]) {
        now = {
          folded: now.folded + 1,
          until: Math.max(now.until, next.at),
          state: reduce(now.state, next),
        };
        if (now.folded % every === 0 && now.folded > (kept.at(-1)?.folded ?? 0)) kept.push(now);
      }
    },
    state: () => now.state,
    folded: () => now.folded,
  };
}

type Kept = { readonly folded: number; readonly until: number; readonly state: RunState };

const every = 25;
