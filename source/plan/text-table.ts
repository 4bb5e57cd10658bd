import type { WidthOf } from './text-width.ts';

/** Columns as wide as their widest cell; a cell of more than `most` columns pushes what follows it instead. */
export function columnWidths(
  rows: readonly (readonly string[])[],
  { widthOf, most = Number.POSITIVE_INFINITY }: { readonly widthOf: WidthOf; readonly most?: number },
): readonly number[] {
  return (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => Math.min(most, widthOf(row[column] ?? '')))),
  );
}

export type TableShape = {
  readonly widths: readonly number[];
  readonly widthOf: WidthOf;
  /** Columns that stand to the right, from 0; all others to the left. */
  readonly right?: readonly number[];
};

/** A row of a table, two blanks between its cells and none at its end. */
export function tableLine(cells: readonly string[], { widths, widthOf, right = [] }: TableShape): string {
  return cells
    .map((cell, column) => {
      const blank = ' '.repeat(Math.max(0, (widths[column] ?? 0) - widthOf(cell)));
      return right.includes(column) ? blank + cell : cell + blank;
    })
    .join('  ')
    .trimEnd();
}

/** The beginning of a text, with `…` for the rest of it where it takes more than `most` columns. */
export function cutTo(text: string, most: number, widthOf: WidthOf): string {
  if (widthOf(text) <= most) return text;
  let kept = '';
  for (const letter of text) {
    if (widthOf(kept + letter) > most - 1) break;
    kept += letter;
  }
  return `${kept}…`;
}
