import type { Step } from '../plan/plan.ts';
import type { Usuals } from '../plan/usual.ts';
import { expectedLength } from './lengths.ts';
import { type Outlook, outlookOf, phases } from './outlook.ts';
import type { RunState } from './state.ts';
import { plannedSlot, stepState } from './timing.ts';

/** How the run goes on from what really happened. Epoch milliseconds. */
export type Forecast = {
  /** By step id; steps of a timeline that is not worked on are missing. */
  readonly steps: ReadonlyMap<string, Expected>;
  /** When the last step ends; undefined where there is none. */
  readonly ends: number | undefined;
  /** The next decision from S on that has not fallen, and when it will. */
  readonly decision: { readonly step: Step; readonly at: number } | undefined;
};

/** What has ended: when it did. `drift`: how much later than planned it begins; undefined without a planned time. */
export type Expected = { readonly begins: number; readonly ends: number; readonly drift: number | undefined };

export type ForecastFacts = {
  readonly state: RunState;
  readonly now: number;
  /** How long steps usually take; the planned lengths where nothing is known. */
  readonly usuals?: Usuals | undefined;
};

/** Nothing that has not ended ends before now; what is late moves all that waits for it. */
export function forecast({ state, now, usuals }: ForecastFacts): Forecast {
  const outlook = outlookOf(state, now, usuals);
  const { nodes } = outlook.network;
  const { begins, ends } = foresee(outlook, (step) => expectedLength(step, usuals));
  const steps = new Map<string, Expected>();
  let last: number | undefined;
  let decision: Forecast['decision'];
  nodes.forEach((step, place) => {
    if (step === undefined || outlook.phase[place] === phases.out) return;
    const leftOut = outlook.phase[place] === phases.meeting ? stepState(state, step.id).settledAt : undefined;
    const expected = { begins: leftOut ?? begins[place] ?? now, ends: leftOut ?? ends[place] ?? now };
    steps.set(step.id, { ...expected, drift: driftOf(state, step, expected.begins) });
    last = Math.max(last ?? expected.ends, expected.ends);
    const isOpen = step.decision && leftOut === undefined && outlook.phase[place] !== phases.over;
    // A no before S puts the release off; there is nothing to go back from.
    const isDeciding = isOpen && expected.ends >= state.schedule.start;
    if (isDeciding && (decision === undefined || step.number < decision.step.number))
      decision = { step, at: expected.ends };
  });
  return { steps, ends: state.ended?.at ?? last, decision: state.ended === undefined ? decision : undefined };
}

function driftOf(state: RunState, step: Step, begins: number): number | undefined {
  const planned = plannedSlot(state, step);
  const { status, attempts } = stepState(state, step.id);
  if (planned === undefined || (status === 'skipped' && attempts.length === 0)) return undefined;
  return (attempts[0]?.startedAt ?? begins) - planned.begins;
}

type Foreseen = { readonly begins: Float64Array; readonly ends: Float64Array };

/** One way through the network, with these lengths. */
function foresee(outlook: Outlook, lengthOf: (step: Step) => number): Foreseen {
  const { network, now, phase, began, lead, ended, planned, absorbs } = outlook;
  const { nodes, first, before } = network;
  const begins = new Float64Array(nodes.length).fill(Number.NEGATIVE_INFINITY);
  const ends = new Float64Array(nodes.length).fill(Number.NEGATIVE_INFINITY);
  nodes.forEach((step, place) => {
    if (phase[place] === phases.out) return;
    let ready = outlook.zero ?? Number.NEGATIVE_INFINITY;
    for (let edge = first[place] ?? 0; edge < (first[place + 1] ?? 0); edge += 1) {
      ready = Math.max(ready, ends[before[edge] ?? 0] ?? ready);
    }
    const from = began[place] ?? now;
    const length = step === undefined ? 0 : lengthOf(step);
    const earliest = Math.max(from, ready);
    // Apart from the way back nothing begins before it is due.
    const early = outlook.zero === undefined ? earliest : Math.max(now, ready + (lead[place] ?? 0));
    const begin = phase[place] === phases.toCome ? Math.min(earliest, early) : from;
    const holds = absorbs[place] === 1;
    begins[place] = begin;
    switch (phase[place]) {
      case phases.meeting:
        begins[place] = ready;
        ends[place] = ready;
        break;
      case phases.over:
        ends[place] = ended[place] ?? begin;
        break;
      case phases.underWay:
        ends[place] = Math.max(now, holds ? (planned[place] ?? now) : begin + length);
        break;
      default:
        ends[place] = holds ? Math.max(begin, planned[place] ?? begin) : begin + length;
    }
  });
  return { begins, ends };
}
