import { networkOf } from '../network.ts';
import type { Plan, Step } from '../plan.ts';

/** Ids of all steps that must have ended before this one begins. */
export function awaitedBy(plan: Plan, step: Step): ReadonlySet<string> {
  const { nodes, first, before, at } = networkOf(plan);
  const found = new Set<number>();
  const open = [at.get(step.id) ?? 0];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    for (const other of before.subarray(first[node], first[node + 1])) {
      if (found.has(other)) continue;
      found.add(other);
      open.push(other);
    }
  }
  return idsOf(found, nodes);
}

/** Ids of all steps that can't begin before this one has ended. */
export function waitersOf(plan: Plan, step: Step): ReadonlySet<string> {
  const { nodes, first, before, at } = networkOf(plan);
  const own = at.get(step.id);
  const found = new Set<number>();
  // Nobody stands before what it waits for, so one pass is enough.
  nodes.forEach((_, node) => {
    const awaited = before.subarray(first[node], first[node + 1]);
    if (awaited.some((other) => other === own || found.has(other))) found.add(node);
  });
  return idsOf(found, nodes);
}

function idsOf(found: ReadonlySet<number>, nodes: readonly (Step | undefined)[]): ReadonlySet<string> {
  return new Set([...found].flatMap((node) => nodes[node]?.id ?? []));
}
