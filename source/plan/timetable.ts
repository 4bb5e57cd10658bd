import { networkOf } from './network.ts';
import type { Plan, Step } from './plan.ts';

/** Milliseconds from the step's anchor: when it is planned to begin, and to end. */
export type Slot = { readonly begins: number; readonly ends: number };

/**
 * When each step is planned, by its id: at its offset, or later, once all that it waits for has ended as planned.
 * Steps without a due time are missing.
 */
export function timetableOf(plan: Plan): ReadonlyMap<string, Slot> {
  const known = timetables.get(plan);
  if (known !== undefined) return known;
  const made = slotsOf(plan);
  timetables.set(plan, made);
  return made;
}

const timetables = new WeakMap<Plan, ReadonlyMap<string, Slot>>();

function slotsOf(plan: Plan): ReadonlyMap<string, Slot> {
  const { nodes, first, before } = networkOf(plan);
  const ends = new Float64Array(nodes.length);
  const slots = new Map<string, Slot>();
  nodes.forEach((step, place) => {
    let begins = step?.offset ?? Number.NEGATIVE_INFINITY;
    for (let edge = first[place] ?? 0; edge < (first[place + 1] ?? 0); edge += 1) {
      begins = Math.max(begins, ends[before[edge] ?? 0] ?? begins);
    }
    ends[place] = begins + (step?.duration ?? 0);
    if (step !== undefined && Number.isFinite(begins))
      slots.set(step.id, { begins, ends: ends[place] ?? begins });
  });
  return slots;
}

/**
 * The steps whose delay delays the end of the timeline, in their order: from the one that ends last, back along what
 * each waited for, as far as nobody has a minute to spare.
 */
export function criticalPath(plan: Plan, timeline: readonly Step[]): readonly Step[] {
  const slots = timetableOf(plan);
  const byId = new Map(plan.timelines.flatMap(({ steps }) => steps.map((step) => [step.id, step] as const)));
  const path: Step[] = [];
  let step = latest(timeline, slots);
  while (step !== undefined && !path.includes(step)) {
    path.unshift(step);
    const begins = slots.get(step.id)?.begins;
    const before = step.after.flatMap((id) => byId.get(id) ?? []);
    step = latest(
      before.filter(({ id }) => slots.get(id)?.ends === begins),
      slots,
    );
  }
  return path;
}

/** Of several that end together, the longest, then the first. */
function latest(steps: readonly Step[], slots: ReadonlyMap<string, Slot>): Step | undefined {
  return steps
    .flatMap((step) => {
      const slot = slots.get(step.id);
      return slot === undefined ? [] : [{ step, slot }];
    })
    .toSorted((a, b) => b.slot.ends - a.slot.ends || a.slot.begins - b.slot.begins)[0]?.step;
}
