import { fallbackLeads } from '../plan/fallback-timetable.ts';
import { type Network, networkOf } from '../plan/network.ts';
import { absorbsSlip } from '../plan/plan.ts';
import type { Usuals } from '../plan/usual.ts';
import { expectedLength } from './lengths.ts';
import { isActive, runningSteps } from './select.ts';
import type { RunState } from './state.ts';
import { workEndedWell } from './status.ts';
import { dueAt, holdEnd, stepState } from './timing.ts';
import { isLeftOut } from './waiting.ts';

/** What a node of the network is to a forecast. */
export const phases = {
  /** A step of a timeline that is not worked on: no time, no effect. */
  out: 0,
  /** Where steps meet, or a step that was left out of the fallback: no time. */
  meeting: 1,
  /** Settled: a fact. */
  over: 2,
  /** Begun; ends at `began` + its length, and not before now. */
  underWay: 3,
  /** To come: begins at `began`, or when all it waits for has ended. */
  toCome: 4,
} as const;

/**
 * A run in numbers, a place for each node of the plan's network: what is known, and from when what is to come can
 * begin. Epoch milliseconds.
 */
export type Outlook = {
  readonly network: Network;
  readonly now: number;
  /** Once D was called: nothing of the way back begins before, be it for what still runs since then. */
  readonly zero: number | undefined;
  readonly phase: Uint8Array;
  /** When it began; for what is to come: the earliest it can begin, for itself. */
  readonly began: Float64Array;
  /**
   * How long after what it waits for it is planned to begin, milliseconds: on the way back nobody waits for its due time
   * any longer. Infinite before D.
   */
  readonly lead: Float64Array;
  /** When it ended, for what is over. */
  readonly ended: Float64Array;
  /** Planned end of a built-in hold, as the clock of S stands now. */
  readonly planned: Float64Array;
  /** 1: a built-in hold: it ends as planned, or when it begins, or now. */
  readonly absorbs: Uint8Array;
};

export function outlookOf(state: RunState, now: number, usuals?: Usuals): Outlook {
  const network = networkOf(state.plan);
  const count = network.nodes.length;
  const phase = new Uint8Array(count);
  const began = new Float64Array(count).fill(now);
  const lead = new Float64Array(count).fill(Number.POSITIVE_INFINITY);
  const ended = new Float64Array(count);
  const planned = new Float64Array(count);
  const absorbs = new Uint8Array(count);
  const free = state.fallback === undefined ? now : runningUntil(state, now, usuals);
  network.nodes.forEach((step, place) => {
    if (step === undefined || isLeftOut(state, step)) {
      phase[place] = phases.meeting;
      return;
    }
    if (!isActive(state, step.timeline)) return;
    absorbs[place] = absorbsSlip(step) ? 1 : 0;
    planned[place] = holdEnd(state, step, now) ?? now;
    const own = stepState(state, step.id);
    const attempt = own.attempts.at(-1);
    if (own.settledAt !== undefined) {
      phase[place] = phases.over;
      began[place] = own.attempts[0]?.startedAt ?? own.settledAt;
      ended[place] = own.settledAt;
    } else if (own.status === 'waiting' || attempt === undefined) {
      phase[place] = phases.toCome;
      began[place] = Math.max(free, dueAt(state, step, now) ?? free);
    } else {
      phase[place] = phases.underWay;
      // What failed has to be done again, from now at the earliest.
      began[place] = own.status === 'failed' && !workEndedWell(own) ? now : attempt.startedAt;
    }
  });
  if (state.fallback !== undefined) lead.set(fallbackLeads(state.plan));
  return {
    network,
    now,
    zero: free > now ? free : state.fallback?.at,
    phase,
    began,
    lead,
    ended,
    planned,
    absorbs,
  };
}

/** When what runs since before D has ended, as it is to be expected; not before now. Going back waits for it. */
export function runningUntil(state: RunState, now: number, usuals?: Usuals): number {
  return runningSteps(state)
    .filter(({ timeline }) => timeline !== 'fallback')
    .map(
      (step) => (stepState(state, step.id).attempts.at(-1)?.startedAt ?? now) + expectedLength(step, usuals),
    )
    .reduce((last, ends) => Math.max(last, ends), now);
}
