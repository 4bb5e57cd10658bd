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
