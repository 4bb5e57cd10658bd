import { networkOf } from './network.ts';
import type { Plan } from './plan.ts';
import { type Slot, timetableOf } from './timetable.ts';

export type LeftOut = {
  /** Ids of the steps of the fallback that are not done. */
  readonly without: ReadonlySet<string>;
  /** Longer than planned, where that is known: milliseconds by step id. */
  readonly lengths?: ReadonlyMap<string, number> | undefined;
};

/**
 * The fallback as it is left, milliseconds from D by step id. What is not done takes no time; the others keep their
 * planned distance from what they wait for, so that without anything left out it is the plan's own timetable.
 */
export function fallbackTimetable(plan: Plan, { without, lengths }: LeftOut): ReadonlyMap<string, Slot> {
  const { nodes, first, before } = networkOf(plan);
  const planned = timetableOf(plan);
  const leads = fallbackLeads(plan);
  const ends = new Float64Array(nodes.length);
  const slots = new Map<string, Slot>();
  nodes.forEach((step, place) => {
    let ready = 0;
    for (let edge = first[place] ?? 0; edge < (first[place + 1] ?? 0); edge += 1) {
      ready = Math.max(ready, ends[before[edge] ?? 0] ?? 0);
    }
    const slot = step === undefined ? undefined : planned.get(step.id);
    ends[place] = ready;
    if (step === undefined || slot === undefined || step.timeline !== 'fallback') return;
    const isOut = without.has(step.id);
    const begins = isOut ? ready : ready + (leads[place] ?? 0);
    const length = Math.max(slot.ends - slot.begins, lengths?.get(step.id) ?? 0);
    ends[place] = isOut ? ready : begins + length;
    slots.set(step.id, { begins, ends: ends[place] ?? begins });
  });
  return slots;
}

/**
 * How long after what it waits for, or after D, each step of the fallback is planned to begin: milliseconds, a place
 * for each node of the plan's network. Infinite for other steps.
 */
export function fallbackLeads(plan: Plan): Float64Array {
  const { nodes, first, before } = networkOf(plan);
  const planned = timetableOf(plan);
  const ends = new Float64Array(nodes.length);
  return Float64Array.from(nodes, (step, place) => {
    let ready = 0;
    for (let edge = first[place] ?? 0; edge < (first[place + 1] ?? 0); edge += 1) {
      ready = Math.max(ready, ends[before[edge] ?? 0] ?? 0);
    }
    const slot = step === undefined ? undefined : planned.get(step.id);
    ends[place] = slot?.ends ?? ready;
    const isBack = slot !== undefined && step?.timeline === 'fallback';
    return isBack ? slot.begins - ready : Number.POSITIVE_INFINITY;
  });
}

/** Milliseconds from D to the end of what is left of the fallback. */
export function lengthOfFallback(plan: Plan, left: LeftOut): number {
  return Math.max(0, ...[...fallbackTimetable(plan, left).values()].map((slot) => slot.ends));
}
