/** How many columns of a terminal a text takes. */
export type WidthOf = (text: string) => number;

/**
 * Exact widths for whatever is cut out of a text. Measuring any letter at all needs tables that take longer to load
 * than a plan takes to be read, so they are loaded only where such letters are.
 */
export async function widthFor(text: string): Promise<WidthOf> {
  if (narrowLength(text.replace(/[\t\r\n]/g, '')) !== undefined) return (piece) => piece.length;
  return (await import('string-width')).default;
}

/** One column a letter, none for marks on it: right for all but East Asian letters and emoji. */
export function simpleWidth(text: string): number {
  return [...text.replace(/[\p{M}\p{Cf}]/gu, '')].length;
}

/**
 * Columns of a text in which every letter takes exactly one: ASCII, Latin, and the signs the screens draw with.
 * Undefined for any other text, which wants a table of widths.
 */
export function narrowLength(text: string): number | undefined {
  return NARROW.test(text) ? text.length : undefined;
}

// No combining marks, no joiners, and nothing a terminal may draw as an emoji.
const NARROW =
  /^[\x20-\x7e\xa0-\xac\xae-\u02ff\u2010-\u2015\u2018-\u201f\u2022\u2026\u2190-\u2193\u2500-\u25fc\u2713-\u2718\u276f]*$/;
