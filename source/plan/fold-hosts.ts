import { isPadded, MOST_DIGITS } from './host-pattern.ts';
import { compareNatural } from './natural-order.ts';

/** Folds a list into the shortest notation that `expandHosts` reads back: `sakaiprod[1-6],sakaiprodmail1`. */
export function foldHosts(hosts: readonly string[]): string {
  const shapes = new Map<string, { readonly literals: readonly string[]; readonly rows: string[][] }>();
  for (const host of new Set(hosts)) {
    const { literals, numbers } = takeApart(host);
    const key = literals.join('[]');
    const shape = shapes.get(key) ?? { literals, rows: [] };
    shapes.set(key, shape);
    shape.rows.push(numbers);
  }
  const folded = [...shapes.values()].flatMap(({ literals, rows }) => foldShape(literals, rows));
  return folded
    .toSorted((a, b) => compareNatural(a.first, b.first))
    .map(({ text }) => text)
    .join(',');
}

/** A box is a product: one list of numbers for each dimension. */
type Box = readonly (readonly string[])[];

/** `r1n02.x` is the literals `r`, `n`, `.x` around the numbers `1`, `02`; overlong numbers stay text. */
function takeApart(host: string): { readonly literals: readonly string[]; readonly numbers: string[] } {
  const literals: string[] = [];
  const numbers: string[] = [];
  let literal = '';
  for (const part of host.match(/\d+|\D+/g) ?? []) {
    if (/^\d/.test(part) && part.length <= MOST_DIGITS) {
      literals.push(literal);
      numbers.push(part);
      literal = '';
    } else literal += part;
  }
  return { literals: [...literals, literal], numbers };
}

/** `first` is the first host of a pattern: patterns stand in the order of their hosts. */
type Folded = { readonly text: string; readonly first: string };

function foldShape(literals: readonly string[], rows: readonly string[][]): readonly Folded[] {
  const boxes: readonly Box[] = rows.map((row) => row.map((number) => [number]));
  const dimensions = literals.map((_, index) => index).slice(0, -1);
  const forwards = mergeBoxes(boxes, dimensions);
  const backwards = mergeBoxes(boxes, dimensions.toReversed());
  const best = backwards.length <= forwards.length ? backwards : forwards;
  return best.map((box) => ({
    text: render(literals, box),
    first: render(
      literals,
      box.map((numbers) => numbers.slice(0, 1)),
    ),
  }));
}

/** Joins boxes that differ in one dimension only, until nothing can be joined. */
function mergeBoxes(boxes: readonly Box[], dimensions: readonly number[]): readonly Box[] {
  let merged = boxes;
  for (;;) {
    const before = merged.length;
    for (const dimension of dimensions) merged = mergeAlong(merged, dimension);
    if (merged.length === before) return merged;
  }
}

function mergeAlong(boxes: readonly Box[], dimension: number): readonly Box[] {
  const groups = new Map<string, { readonly box: Box; readonly numbers: string[] }>();
  for (const box of boxes) {
    const key = box.map((numbers, index) => (index === dimension ? '' : numbers.join(','))).join(';');
    const group = groups.get(key) ?? { box, numbers: [] };
    groups.set(key, group);
    group.numbers.push(...(box[dimension] ?? []));
  }
  return [...groups.values()].map(({ box, numbers }) =>
    box.with(dimension, numbers.toSorted(compareNatural)),
  );
}

function render(literals: readonly string[], box: Box): string {
  return literals.map((literal, index) => literal + bracket(box[index])).join('');
}

function bracket(numbers: readonly string[] | undefined): string {
  if (numbers === undefined) return '';
  if (numbers.length === 1) return numbers[0] ?? '';
  return `[${runs(numbers).join(',')}]`;
}

/** Padded numbers begin first, since `09` goes on to `10` and `9` does too. */
function runs(numbers: readonly string[]): readonly string[] {
  const left = new Set(numbers);
  const found: string[] = [];
  const starts = [...numbers.filter(isPadded), ...numbers.filter((number) => !isPadded(number))];
  for (const start of starts) {
    if (!left.delete(start)) continue;
    const width = isPadded(start) ? start.length : 0;
    let end = start;
    for (;;) {
      const next = String(Number(end) + 1).padStart(width, '0');
      if (next.length > MOST_DIGITS || !left.delete(next)) break;
      end = next;
    }
    found.push(end === start ? start : `${start}-${end}`);
  }
  return found.toSorted(compareNatural);
}
