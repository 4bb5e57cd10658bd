import { type Form, formsOf, type Unit } from './secret-forms.ts';
import { piecesOf, type Secret } from './secret-pieces.ts';

/**
 * All forms of all secrets as one network of places. A place waits for one byte; the last place of a spelling leads to
 * the spellings of the next unit. Forms are chains, so what led to a place can be found by going back.
 */
export type Network = {
  /** What a text may begin with. */
  readonly roots: readonly number[];
  /** Places reached from one by a byte; a number below 0 is the end of a form, `~number` its unit. */
  readonly follow: (place: number, byte: number) => readonly number[];
  /** Where the longest text begins that ends at `end` and leads to this place. */
  readonly beginOf: (place: number, bytes: Uint8Array, end: number) => number;
  readonly nameOf: (ending: number) => string;
  /** Bytes of the longest form. */
  readonly longest: number;
  /** Characters of the shortest piece. */
  readonly shortest: number;
};

type Place = {
  readonly byte: number;
  readonly fold: boolean;
  readonly unit: number;
  /** Bytes of its spelling before it. */
  readonly read: number;
  readonly last: boolean;
};
type Link = { readonly unit: Unit; readonly entries: readonly number[]; readonly first: boolean };

export function networkOf(secrets: readonly Secret[]): Network {
  const places: Place[] = [];
  // Units of all forms, one form after the other, each with an empty one at its end.
  const links: Link[] = [];
  const names: string[] = [];
  const roots: number[] = [];
  let longest = 0;
  let shortest = Number.POSITIVE_INFINITY;

  const add = (form: Form, name: string) => {
    const from = links.length;
    const starts = form.map((unit, index) => addUnit(places, unit, from + index));
    const entries: (readonly number[])[] = [];
    for (let at = form.length - 1; at >= 0; at -= 1) {
      const optional = form[at]?.some(({ bytes }) => bytes.length === 0) === true;
      entries[at] = [...(starts[at] ?? []), ...(optional ? (entries[at + 1] ?? []) : [])];
    }
    for (const [at, unit] of form.entries())
      links.push({ unit, entries: entries[at] ?? [], first: at === 0 });
    links.push({ unit: [], entries: [~links.length], first: false });
    names[links.length - 1] = name;
    roots.push(...(entries[0] ?? []));
    const most = (unit: Unit) => Math.max(...unit.map(({ bytes }) => bytes.length));
    longest = Math.max(
      longest,
      form.reduce((length, unit) => length + most(unit), 0),
    );
  };
  for (const { name, value } of secrets) {
    for (const piece of piecesOf(value)) {
      shortest = Math.min(shortest, [...piece].length);
      for (const form of formsOf(piece)) add(form, name);
    }
  }

  const beginOf = (place: number, bytes: Uint8Array, end: number): number => {
    const at = places[place];
    if (place >= 0 && at === undefined) throw new Error('no such place');
    let ends = new Set([end - (at?.read ?? 0)]);
    for (let index = at?.unit ?? ~place; links[index]?.first === false; index -= 1) {
      ends = before(links[index - 1]?.unit ?? [], bytes, ends);
    }
    return Math.min(...ends);
  };
  return {
    roots,
    longest,
    shortest,
    beginOf,
    nameOf: (ending) => names[~ending] ?? '',
    follow: (place, byte) => {
      const at = places[place];
      if (at === undefined || !matches(at, byte)) return [];
      return at.last ? (links[at.unit + 1]?.entries ?? []) : [place + 1];
    },
  };
}

/** Adds the spellings of a unit, and gives where each begins. */
function addUnit(places: Place[], unit: Unit, index: number): readonly number[] {
  return unit.flatMap(({ bytes, fold }) => {
    if (bytes.length === 0) return [];
    const start = places.length;
    bytes.forEach((byte, at) => {
      places.push({ byte, fold, unit: index, read: at, last: at === bytes.length - 1 });
    });
    return [start];
  });
}

function before(unit: Unit, bytes: Uint8Array, ends: ReadonlySet<number>): Set<number> {
  const begins = new Set<number>();
  for (const end of ends) {
    for (const { bytes: wanted, fold } of unit) {
      const begin = end - wanted.length;
      if (begin >= 0 && wanted.every((byte, at) => matches({ byte, fold }, bytes[begin + at] ?? -1))) {
        begins.add(begin);
      }
    }
  }
  return begins;
}

function matches({ byte, fold }: Pick<Place, 'byte' | 'fold'>, given: number): boolean {
  return given === byte || (fold && isLetter(byte) && (given ^ byte) === 0x20);
}

function isLetter(byte: number): boolean {
  const small = byte | 0x20;
  return small >= 0x61 && small <= 0x7a;
}
