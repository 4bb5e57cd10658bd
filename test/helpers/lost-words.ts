import type { Imported } from '../../source/plan/import/import-plan.ts';

/** What a time is made of is gone once it is read. */
const TIME = /^(?:am|pm|mins?|minutes?|hours?|hrs?|secs?|seconds?|to|until|till|and|or|br)$/;

/** Words of a document's text of which the plan and the notes know nothing, each with its line. */
export function lostWords(
  text: string,
  { text: plan, notes }: Pick<Imported, 'text' | 'notes'>,
): readonly string[] {
  const known = new Set([plan, ...notes.map((note) => note.text)].flatMap(words));
  return text.split(/\r\n|\n|\r/).flatMap((line, index) =>
    words(line)
      .filter((word) => !known.has(word) && !TIME.test(word))
      .map((word) => `${index + 1}: ${word}`),
  );
}

function words(text: string): readonly string[] {
  return (
    text
      .normalize('NFKC')
      .toLowerCase()
      .match(/\p{L}{2,}/gu) ?? []
  );
}
