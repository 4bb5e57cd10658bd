/** How many columns of a terminal a text takes. */
export type WidthOf = (text: string) => number;

/**
 * Exact widths for whatever is cut out of a text. Measuring more than ASCII needs tables that take longer to load
 * than a plan takes to be read, so they are loaded only where such letters are.
 */
export async function widthFor(text: string): Promise<WidthOf> {
  if (/^[\x00-\x7f]*$/.test(text)) return (piece) => piece.length;
  return (await import('string-width')).default;
}

/** One column a letter, none for marks on it: right for all but East Asian letters and emoji. */
export function simpleWidth(text: string): number {
  return [...text.replace(/[\p{M}\p{Cf}]/gu, '')].length;
}
