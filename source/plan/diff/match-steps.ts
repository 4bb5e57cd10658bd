import type { Step } from '../plan.ts';

export type StepPair =
  | { readonly before: Step; readonly after: Step }
  | { readonly before: Step; readonly after: undefined }
  | { readonly before: undefined; readonly after: Step };

/**
 * Which step is which: by its id, else by its title, else by its id without digits, as `marker-2009-08-18`. In the
 * order of the second plan; a step that is gone stands after the one it stood after.
 */
export function matchSteps(before: readonly Step[], after: readonly Step[]): readonly StepPair[] {
  const found = new Map<Step, Step>();
  const taken = new Set<Step>();
  for (const keyOf of KEYS) {
    const open = before.filter((step) => !taken.has(step));
    for (const step of after) {
      if (found.has(step)) continue;
      const same = open.filter((other) => keyOf(other) === keyOf(step) && !taken.has(other));
      const rivals = after.filter((other) => keyOf(other) === keyOf(step) && !found.has(other));
      const [only] = same;
      if (only === undefined || same.length > 1 || rivals.length > 1) continue;
      found.set(step, only);
      taken.add(only);
    }
  }
  return inOrder({ before, after, found });
}

const KEYS: readonly ((step: Step) => string)[] = [
  ({ id }) => id,
  ({ timeline, title }) => `${timeline} ${title.toLowerCase()}`,
  ({ timeline, id }) => `${timeline} ${id.replace(/\d+/g, '0')}`,
];

function inOrder({
  before,
  after,
  found,
}: {
  readonly before: readonly Step[];
  readonly after: readonly Step[];
  readonly found: ReadonlyMap<Step, Step>;
}): readonly StepPair[] {
  const kept = new Set(found.values());
  const goneAfter = new Map<Step | undefined, StepPair[]>();
  let last: Step | undefined;
  for (const step of before) {
    if (kept.has(step)) last = step;
    else goneAfter.set(last, [...(goneAfter.get(last) ?? []), { before: step, after: undefined }]);
  }
  return [
    ...(goneAfter.get(undefined) ?? []),
    ...after.flatMap((step): readonly StepPair[] => {
      const old = found.get(step);
      if (old === undefined) return [{ before: undefined, after: step }];
      return [{ before: old, after: step }, ...(goneAfter.get(old) ?? [])];
    }),
  ];
}
