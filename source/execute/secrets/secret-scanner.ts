import { type Network, networkOf } from './secret-network.ts';
import type { Secret } from './secret-pieces.ts';

/** Finds secrets in bytes, whatever they look like there, one table look-up a byte. Bounded, whatever the bytes are. */
export type Scanner = Pick<Network, 'longest' | 'shortest'> & {
  /** Gives where something begins at their end that may become a secret; their length where nothing does. */
  readonly scan: (bytes: Uint8Array, onFound: OnFound) => number;
};

/** `begin` and `end` are offsets into the bytes that are scanned. */
export type OnFound = (found: Found) => void;
export type Found = { readonly name: string; readonly begin: number; readonly end: number };

/** More states are forgotten and found again: only a text that is made for it needs so many. */
const usualStates = 4096;
const unknown = -1;

export function createScanner(secrets: readonly Secret[], mostStates = usualStates): Scanner {
  const network = networkOf(secrets);
  const begun: (readonly number[])[] = [];
  const beginBy = (byte: number): readonly number[] => {
    begun[byte] ??= network.roots.flatMap((place) => network.follow(place, byte));
    return begun[byte];
  };
  // Per state: the places it stands for, and where to go by each byte. Below -1: to an end of a form, `-(state + 2)`.
  let sets: (readonly number[])[] = [[]];
  let numbers = new Map<string, number>([['', 0]]);
  let table = new Int32Array(64 << 8).fill(unknown);

  const numberOf = (set: readonly number[]): number => {
    const key = set.join(' ');
    const known = numbers.get(key);
    if (known !== undefined) return known;
    if (sets.length === mostStates) {
      sets = [[]];
      numbers = new Map([['', 0]]);
      table.fill(unknown);
    }
    const number = sets.push(set) - 1;
    numbers.set(key, number);
    if (table.length < sets.length << 8) {
      const larger = new Int32Array(table.length * 2).fill(unknown);
      larger.set(table);
      table = larger;
    }
    return number;
  };
  const learn = (state: number, byte: number): number => {
    const set = sets[state] ?? [];
    const next = new Set(beginBy(byte));
    for (const place of set) for (const reached of network.follow(place, byte)) next.add(reached);
    const sorted = [...next].toSorted((a, b) => a - b);
    const before = sets;
    const number = numberOf(sorted);
    const to = (sorted[0] ?? 0) < 0 ? -(number + 2) : number;
    // Where all was forgotten, so was the state this comes from.
    if (sets === before) table[(state << 8) | byte] = to;
    return to;
  };
  return {
    longest: network.longest,
    shortest: network.shortest,
    scan: (bytes, onFound) => {
      let state = 0;
      let steps = table;
      const { length } = bytes;
      for (let at = 0; at < length; at += 1) {
        const byte = bytes[at] ?? 0;
        const to = steps[(state << 8) | byte] ?? unknown;
        if (to >= 0) {
          state = to;
          continue;
        }
        const next = to === unknown ? learn(state, byte) : to;
        steps = table;
        state = next < 0 ? -next - 2 : next;
        if (next < 0) tell({ network, set: sets[state] ?? [], bytes, end: at + 1, onFound });
      }
      return (sets[state] ?? []).reduce(
        (begin, place) => (place < 0 ? begin : Math.min(begin, network.beginOf(place, bytes, bytes.length))),
        bytes.length,
      );
    },
  };
}

type Tell = {
  readonly network: Network;
  readonly set: readonly number[];
  readonly bytes: Uint8Array;
  readonly end: number;
  readonly onFound: OnFound;
};

function tell({ network, set, bytes, end, onFound }: Tell): void {
  for (const ending of set) {
    if (ending >= 0) return;
    onFound({ name: network.nameOf(ending), begin: network.beginOf(ending, bytes, end), end });
  }
}
