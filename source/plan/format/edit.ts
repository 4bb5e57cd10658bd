/** A piece of the text, and what comes into its place. */
export type Edit = { readonly start: number; readonly end: number; readonly text: string };

/** The text with its pieces replaced; they don't overlap. */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  let result = '';
  let at = 0;
  for (const { start, end, text: put } of edits.toSorted((a, b) => a.start - b.start)) {
    result += text.slice(at, start) + put;
    at = end;
  }
  return result + text.slice(at);
}

/** One blank in the place of those around `at`; a line break stays, and so does a text that has none there. */
export function oneBlank(
  text: string,
  { start, end }: { readonly start: number; readonly end: number },
): Edit {
  const gap = text.slice(start, end);
  return { start, end, text: /[\r\n]/.test(gap) ? gap : ' ' };
}
