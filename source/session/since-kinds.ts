/** What somebody who comes back asks for, most important first. */
export const sinceKinds = [
  'failed',
  'unknown',
  'no-go',
  'fallback',
  'held',
  'recycled',
  'ended',
  'silent',
  'to-check',
  'done',
  'skipped',
  'changed',
  'signed',
  'note',
  'started',
] as const;

export type SinceKind = (typeof sinceKinds)[number];

/** One thing that happened, in words. Text of a plan or a person stands in it as it is: who prints makes it safe. */
export type SinceLine = { readonly at: number; readonly kind: SinceKind; readonly text: string };

/** `once`: a later one of the same name takes its place. */
export type Told = { readonly kind: SinceKind; readonly text: string; readonly once?: string };

/** How many things of a kind, most important kind first. */
export type SinceCount = { readonly kind: SinceKind; readonly count: number };

/** By kind, what there is none of left out. */
export function countsOf(lines: readonly SinceLine[]): readonly SinceCount[] {
  return sinceKinds
    .map((kind) => ({ kind, count: lines.filter((line) => line.kind === kind).length }))
    .filter(({ count }) => count > 0);
}

/** `1 FAILED, 2 done` */
export function countWords(counts: readonly SinceCount[]): string {
  return counts.map(({ kind, count }) => wordsOf(kind, count)).join(', ');
}

function wordsOf(kind: SinceKind, count: number): string {
  const [one, many = one] = kindWords[kind];
  return `${count} ${count === 1 ? one : many}`;
}

const kindWords: Readonly<Record<SinceKind, readonly [one: string, many?: string]>> = {
  failed: ['FAILED'],
  unknown: ['UNKNOWN'],
  'no-go': ['NO-GO'],
  fallback: ['FALLBACK'],
  held: ['hold', 'holds'],
  recycled: ['recycle', 'recycles'],
  ended: ['END'],
  silent: ['silent link', 'silent links'],
  'to-check': ['to check'],
  done: ['done'],
  skipped: ['skipped'],
  changed: ['change', 'changes'],
  signed: ['signed'],
  note: ['note', 'notes'],
  started: ['started'],
};
