import { type Network, networkOf } from '../plan/network.ts';
import { type Anchor, absorbsSlip, type Step } from '../plan/plan.ts';
import type { RunState } from './state.ts';

/** By how much the clock of an anchor was stopped and set back up to `at`, milliseconds. Nothing before the anchor counts. */
export function slipOf({ schedule, fallback, clock }: RunState, anchor: Anchor, at: number): number {
  const zero = anchor === 'S' ? schedule.start : (fallback?.at ?? Number.POSITIVE_INFINITY);
  let slip = 0;
  for (const { from, until } of clock.stops) {
    slip += Math.max(0, Math.min(until ?? at, at) - Math.max(from, zero));
  }
  for (const setBack of clock.setBacks) {
    if (setBack.at >= zero && setBack.at <= at) slip += setBack.by;
  }
  return slip;
}

/** What built-in holds take of that slip, milliseconds. */
export type Absorbed = {
  /** Those before this step. */
  readonly before: (step: Step) => number;
  /** Those before it, and itself. */
  readonly through: (step: Step) => number;
  /** Those that are behind: the clock has caught up so far. */
  readonly behind: (anchor: Anchor) => number;
};

/** What slipped before a built-in hold was over makes it shorter, not what comes after it later. */
export function absorbed(state: RunState, at: number): Absorbed {
  const { stops, setBacks } = state.clock;
  if (stops.length + setBacks.length === 0) return nothing;
  const network = networkOf(state.plan);
  if (!network.nodes.some((step) => step !== undefined && absorbsSlip(step))) return nothing;
  const last = latest.get(state);
  if (last?.at === at) return last.absorbed;
  const made = absorbedIn(state, network, at);
  latest.set(state, { at, absorbed: made });
  return made;
}

const nothing: Absorbed = { before: () => 0, through: () => 0, behind: () => 0 };

const latest = new WeakMap<RunState, { readonly at: number; readonly absorbed: Absorbed }>();

function absorbedIn(state: RunState, { nodes, first, before, at: places }: Network, at: number): Absorbed {
  const into = new Float64Array(nodes.length);
  const through = new Float64Array(nodes.length);
  const behind = { S: 0, D: 0 };
  nodes.forEach((step, place) => {
    let taken = 0;
    for (let edge = first[place] ?? 0; edge < (first[place + 1] ?? 0); edge += 1) {
      taken = Math.max(taken, through[before[edge] ?? 0] ?? 0);
    }
    into[place] = taken;
    through[place] = taken;
    if (step === undefined || !absorbsSlip(step)) return;
    const anchor = step.anchor ?? 'S';
    const settledAt = state.steps[step.id]?.settledAt ?? Number.POSITIVE_INFINITY;
    const left = Math.max(0, slipOf(state, anchor, Math.min(at, settledAt)) - taken);
    const all = taken + Math.min(left, step.duration);
    through[place] = all;
    if (settledAt <= at) behind[anchor] = Math.max(behind[anchor], all);
  });
  return {
    before: ({ id }) => into[places.get(id) ?? -1] ?? 0,
    through: ({ id }) => through[places.get(id) ?? -1] ?? 0,
    behind: (anchor) => behind[anchor],
  };
}
