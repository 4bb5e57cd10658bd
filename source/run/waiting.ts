import { networkOf } from '../plan/network.ts';
import type { Step } from '../plan/plan.ts';
import { isSettled } from './select.ts';
import type { RunState } from './state.ts';
import { stepState } from './timing.ts';

/** Whether it was left out of the fallback when that was called. */
export function isLeftOut(state: RunState, { id, timeline }: Pick<Step, 'id' | 'timeline'>): boolean {
  const { attempts, skipped } = stepState(state, id);
  if (timeline !== 'fallback' || attempts.length > 0) return false;
  return skipped !== undefined && skipped.at === state.fallback?.at;
}

/**
 * What it waits for and is not settled, in the plan's order. What was left out of the fallback hands on what it would
 * have waited for: nothing begins before that because a step between them is not needed.
 */
export function unsettledBefore(state: RunState, step: Step): readonly Step[] {
  const { nodes, first, before, at } = networkOf(state.plan);
  const found: Step[] = [];
  const seen = new Set<number>();
  const open = [at.get(step.id) ?? -1];
  for (let place = open.pop(); place !== undefined; place = open.pop()) {
    for (const other of before.subarray(first[place] ?? 0, first[place + 1] ?? 0)) {
      if (seen.has(other)) continue;
      seen.add(other);
      const node = nodes[other];
      if (node === undefined || isLeftOut(state, node)) open.push(other);
      else if (!isSettled(state, node.id)) found.push(node);
    }
  }
  return found.toSorted((a, b) => a.number - b.number);
}
