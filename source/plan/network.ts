import { type Plan, type Step, stepsOf, type TimelineKind, timelineKinds } from './plan.ts';

/**
 * What waits for what, ready for sums over all of it. Steps that wait for everything earlier of their timeline meet in
 * nodes that are no steps, so that two thousand of them don't make two million pairs.
 */
export type Network = {
  /** In an order in which nobody comes before what it waits for. Undefined: a meeting point, which takes no time. */
  readonly nodes: readonly (Step | undefined)[];
  /** What node `i` waits for: the nodes `before[first[i]]` up to, not including, `before[first[i + 1]]`. */
  readonly first: Int32Array;
  readonly before: Int32Array;
  /** Step id -> node. */
  readonly at: ReadonlyMap<string, number>;
};

/** Made once for a plan, and kept as long as it is. */
export function networkOf(plan: Plan): Network {
  const known = networks.get(plan);
  if (known !== undefined) return known;
  const made = inOrder(draftOf(plan));
  networks.set(plan, made);
  return made;
}

const networks = new WeakMap<Plan, Network>();

/** Nodes in any order, with the indexes of what each waits for. */
type Draft = { readonly step: Step | undefined; readonly before: number[] };

function draftOf(plan: Plan): readonly Draft[] {
  const drafts: Draft[] = stepsOf(plan).map((step) => ({ step, before: [] }));
  const at = new Map(drafts.map(({ step }, index) => [step?.id ?? '', index]));
  for (const kind of timelineKinds) addTimeline({ drafts, at, kind });
  return drafts;
}

/** Goes through a timeline by offset, and lets the steps of one offset meet before those of the next. */
function addTimeline({
  drafts,
  at,
  kind,
}: {
  readonly drafts: Draft[];
  readonly at: ReadonlyMap<string, number>;
  readonly kind: TimelineKind;
}): void {
  const timed = drafts
    .filter(({ step }) => step?.timeline === kind && step.offset !== undefined)
    .toSorted((a, b) => offsetOf(a) - offsetOf(b));
  const offsets = new Map(timed.map(({ step }) => [step?.id ?? '', step?.offset ?? 0]));
  let meeting: number | undefined;
  let met = 0;
  for (const group of byOffset(timed)) {
    const offset = offsetOf(group[0]);
    for (const { step, before } of group) {
      if (step === undefined) continue;
      const waitsForAll =
        meeting !== undefined &&
        step.after.length === met &&
        step.after.every((id) => (offsets.get(id) ?? Number.POSITIVE_INFINITY) < offset);
      if (waitsForAll && meeting !== undefined) before.push(meeting);
      else before.push(...step.after.flatMap((id) => at.get(id) ?? []));
    }
    const own = group.flatMap(({ step }) => at.get(step?.id ?? '') ?? []);
    drafts.push({ step: undefined, before: meeting === undefined ? own : [meeting, ...own] });
    meeting = drafts.length - 1;
    met += group.length;
  }
  for (const { step, before } of drafts) {
    if (step?.timeline === kind && step.offset === undefined)
      before.push(...step.after.flatMap((id) => at.get(id) ?? []));
  }
}

function byOffset(timed: readonly Draft[]): readonly (readonly Draft[])[] {
  const groups: Draft[][] = [];
  for (const draft of timed) {
    const last = groups.at(-1);
    if (last !== undefined && offsetOf(last[0]) === offsetOf(draft)) last.push(draft);
    else groups.push([draft]);
  }
  return groups;
}

function offsetOf(draft: Draft | undefined): number {
  return draft?.step?.offset ?? 0;
}

function inOrder(drafts: readonly Draft[]): Network {
  const order = sorted(drafts);
  const placeOf = new Int32Array(drafts.length);
  order.forEach((draft, place) => {
    placeOf[draft] = place;
  });
  const nodes = order.map((index) => drafts[index]?.step);
  const first = new Int32Array(nodes.length + 1);
  const before: number[] = [];
  order.forEach((index, place) => {
    for (const other of drafts[index]?.before ?? []) before.push(placeOf[other] ?? 0);
    first[place + 1] = before.length;
  });
  const at = new Map(nodes.flatMap((step, place) => (step === undefined ? [] : [[step.id, place] as const])));
  return { nodes, first, before: Int32Array.from(before), at };
}

/** A plan has no circles: its reader refuses them. */
function sorted(drafts: readonly Draft[]): readonly number[] {
  const open = drafts.map(({ before }) => before.length);
  const after: number[][] = drafts.map(() => []);
  drafts.forEach(({ before }, index) => {
    for (const other of before) after[other]?.push(index);
  });
  const order = drafts.flatMap((_, index) => (open[index] === 0 ? [index] : []));
  for (let next = 0; next < order.length; next += 1) {
    for (const index of after[order[next] ?? 0] ?? []) {
      open[index] = (open[index] ?? 0) - 1;
      if (open[index] === 0) order.push(index);
    }
  }
  return order;
}
