import type { Block, Note } from './document.ts';
import { textOf } from './document.ts';

/**
 * The last net: lines of the document of which a word is neither in the plan nor in a note, as notes. What is counted
 * are words; times, numbers and signs become something else on purpose.
 */
export function keepWords(blocks: readonly Block[], written: readonly string[]): readonly Note[] {
  const known = new Set(written.flatMap((text) => wordsOf(text)));
  return blocks.flatMap((block) => {
    const text = textOf(block);
    const lost = wordsOf(text).filter((word) => !known.has(word) && !TIMES.has(word));
    return lost.length === 0 ? [] : [{ line: block.line, text: `not in the plan: ${text}` }];
  });
}

/** Words that belong to a time, and are gone once it is read. */
const TIMES = new Set([
  'am',
  'pm',
  'min',
  'mins',
  'minute',
  'minutes',
  'hour',
  'hours',
  'hr',
  'hrs',
  'sec',
  'secs',
  'to',
  'until',
  'till',
  'and',
  'or',
]);

/** Without marks, in small letters; a single letter is no word. */
export function wordsOf(text: string): readonly string[] {
  return (
    text
      .normalize('NFKC')
      .toLowerCase()
      .match(/\p{L}[\p{L}\p{M}]+/gu) ?? []
  ).filter((word) => word.length > 1);
}
