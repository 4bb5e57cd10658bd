import { isReserved } from '../reserved.ts';
import type { DraftStep } from './draft.ts';

const IDLE = new Set([
  'the',
  'a',
  'an',
  'of',
  'on',
  'in',
  'to',
  'and',
  'or',
  'for',
  'with',
  'from',
  'that',
  'this',
  'via',
  'all',
  'each',
  'its',
  'is',
  'are',
  'be',
  'by',
  'at',
  'into',
  'out',
]);

/** A short id for each step, from what it is called; on the way back `back-` tells it from one of the same name. */
export function giveIds(steps: readonly DraftStep[]): ReadonlyMap<DraftStep, string> {
  const ids = new Map<DraftStep, string>();
  const taken = new Set<string>();
  const next = new Map<string, number>();
  const give = (step: DraftStep, id: string) => {
    ids.set(step, id);
    taken.add(id);
  };
  for (const step of steps) {
    const id = (step.id ?? '').trim().replace(/\s+/g, '-');
    if (/^[A-Za-z][A-Za-z0-9_-]{0,63}$/.test(id) && !isReserved(id) && !taken.has(id)) give(step, id);
  }
  for (const step of steps) {
    if (ids.has(step)) continue;
    const wanted = slug(step.title);
    const name = step.timeline === 'fallback' ? `back-${wanted}` : wanted;
    give(step, freeId(name, { taken, next }));
  }
  return ids;
}

function slug(title: string): string {
  const plain = title.slice(0, 300).normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  const words = (plain.match(/[a-z0-9]+/g) ?? []).filter((word) => !IDLE.has(word));
  let text = '';
  for (const word of words.slice(0, 3)) {
    if (`${text}-${word}`.length > 28) break;
    text = text === '' ? word.slice(0, 24) : `${text}-${word}`;
  }
  return /^[a-z]/.test(text) && text.length > 1 && !isReserved(text)
    ? text
    : `step${text === '' ? '' : `-${text}`}`;
}

/** @param next of each name the number to try first: a thousand steps may be called the same */
function freeId(
  name: string,
  { taken, next }: { readonly taken: ReadonlySet<string>; readonly next: Map<string, number> },
): string {
  if (!taken.has(name)) return name;
  for (let n = next.get(name) ?? 2; ; n += 1) {
    next.set(name, n + 1);
    if (!taken.has(`${name}-${n}`)) return `${name}-${n}`;
  }
}
