import type { Network } from '../plan/network.ts';
import type { Usuals } from '../plan/usual.ts';
import { type Outlook, phases } from './outlook.ts';
import { factorsOf, lengthsBeyond, levels, spreadOf } from './spread.ts';

/** What is open, laid out for going through it some thousand times. Each array has a place for each open node. */
export type Course = {
  /** Of the nodes of the network, so that a step keeps its luck when others are settled. */
  readonly places: Int32Array;
  readonly nodes: number;
  /** The earliest it can begin, apart from what is open before it: `before[first[i]]` up to `before[first[i + 1]]`. */
  readonly from: Float64Array;
  readonly first: Int32Array;
  readonly before: Int32Array;
  /** It does not end before. */
  readonly least: Float64Array;
  /** Its lengths are `scale` times those in `tables` from `table` on, a level each. */
  readonly scale: Float64Array;
  readonly table: Int32Array;
  readonly tables: Float64Array;
  /** When the last of what is over ended. */
  readonly ended: number;
};

export function courseOf(outlook: Outlook, usuals: Usuals | undefined): Course {
  const { network, now, phase, began, planned, absorbs } = outlook;
  const places = Int32Array.from(network.nodes.keys()).filter(
    (place) => isOpen(phase[place]) || phase[place] === phases.meeting,
  );
  const indexes = new Map([...places].map((place, index) => [place, index]));
  const count = places.length;
  const [from, least, scale] = [numbers(count), numbers(count), new Float64Array(count)];
  const [first, table] = [new Int32Array(count + 1), new Int32Array(count)];
  const before: number[] = [];
  const tables = tableShelf();
  places.forEach((place, index) => {
    const step = phase[place] === phases.meeting ? undefined : network.nodes[place];
    const isUnderWay = phase[place] === phases.underWay;
    if (step !== undefined) from[index] = began[place] ?? now;
    if (!isUnderWay) before.push(...openBefore(network, place, indexes));
    first[index + 1] = before.length;
    if (absorbs[place] === 1) least[index] = Math.max(planned[place] ?? now, isUnderWay ? now : 0);
    else if (step !== undefined) {
      const spread = spreadOf(step, usuals?.get(step.id));
      const elapsed = isUnderWay ? now - (from[index] ?? now) : 0;
      scale[index] = elapsed > 0 ? 1 : spread.median;
      table[index] = elapsed > 0 ? tables.add(lengthsBeyond(spread, elapsed)) : tables.factors(spread.sigma);
    }
  });
  return {
    ...{ places, nodes: network.nodes.length, from, first, least, scale, table },
    before: Int32Array.from(before),
    tables: tables.all(),
    ended: lastEnd(outlook),
  };
}

export function isOpen(phase: number | undefined): boolean {
  return phase === phases.underWay || phase === phases.toCome;
}

function numbers(count: number): Float64Array {
  return new Float64Array(count).fill(Number.NEGATIVE_INFINITY);
}

/** What is over ended before now, and what is to come begins after. */
function openBefore(
  { first, before }: Network,
  place: number,
  indexes: ReadonlyMap<number, number>,
): readonly number[] {
  const others = before.subarray(first[place] ?? 0, first[place + 1] ?? 0);
  return [...others].flatMap((other) => indexes.get(other) ?? []);
}

function lastEnd({ phase, ended }: Outlook): number {
  return ended.reduce(
    (last, end, place) => (phase[place] === phases.over ? Math.max(last, end) : last),
    Number.NEGATIVE_INFINITY,
  );
}

/** Tables end to end; steps with the same spread share one. */
function tableShelf() {
  const all: Float64Array[] = [];
  const shared = new Map<number, number>();
  const add = (table: Float64Array): number => (all.push(table) - 1) * levels;
  return {
    add,
    factors: (sigma: number): number => {
      const rounded = Math.round(sigma * 200) / 200;
      const known = shared.get(rounded) ?? add(factorsOf(rounded));
      shared.set(rounded, known);
      return known;
    },
    all: (): Float64Array => {
      const joined = new Float64Array(all.length * levels);
      all.forEach((table, index) => {
        joined.set(table, index * levels);
      });
      return joined;
    },
  };
}
