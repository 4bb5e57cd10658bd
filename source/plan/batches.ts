import type { Share } from './plan.ts';

/**
 * Hosts in the order in which they begin, batch after batch: each share takes its number of hosts, one at least,
 * and the last share repeats. A percentage is one of all hosts, rounded down. Without shares all begin at once.
 */
export function batchesOf(hosts: readonly string[], batch: readonly Share[]): readonly (readonly string[])[] {
  const batches: (readonly string[])[] = [];
  let begun = 0;
  while (begun < hosts.length) {
    const share = batch[batches.length] ?? batch.at(-1);
    const size = share === undefined ? hosts.length : Math.max(1, partOf(hosts.length, share));
    batches.push(hosts.slice(begun, begun + size));
    begun += size;
  }
  return batches;
}

/** How many of `count` hosts may fail; once more have failed, no more begin. None where the plan says nothing. */
export function allowedFailures(maxFail: Share | undefined, count: number): number {
  return maxFail === undefined ? 0 : partOf(count, maxFail);
}

function partOf(count: number, { type, value }: Share): number {
  return type === 'percent' ? Math.floor((count * value) / 100) : value;
}
