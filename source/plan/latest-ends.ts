import { networkOf } from './network.ts';
import type { Plan, Step } from './plan.ts';

export type Deadlines = {
  /** By which moment some steps have to end, by id. */
  readonly by: ReadonlyMap<string, number>;
  /** How long a step takes, and can't be shortened. */
  readonly lengthOf: (step: Step) => number;
};

/**
 * When each step has to end, by id, so that none of the deadlines is missed; in the unit and from the zero of the
 * deadlines. Steps that no deadline depends on are missing.
 */
export function latestEnds(plan: Plan, { by, lengthOf }: Deadlines): ReadonlyMap<string, number> {
  const { nodes, first, before } = networkOf(plan);
  const latest = new Float64Array(nodes.length).fill(Number.POSITIVE_INFINITY);
  const found = new Map<string, number>();
  for (let place = nodes.length - 1; place >= 0; place -= 1) {
    const step = nodes[place];
    const own = step === undefined ? undefined : by.get(step.id);
    const ends = Math.min(latest[place] ?? Number.POSITIVE_INFINITY, own ?? Number.POSITIVE_INFINITY);
    if (step !== undefined && Number.isFinite(ends)) found.set(step.id, ends);
    const begins = ends - (step === undefined ? 0 : lengthOf(step));
    for (let edge = first[place] ?? 0; edge < (first[place + 1] ?? 0); edge += 1) {
      const other = before[edge] ?? 0;
      latest[other] = Math.min(latest[other] ?? begins, begins);
    }
  }
  return found;
}
