import stringWidth from 'string-width';
import { columnWidths, cutTo, tableLine } from '../plan/text-table.ts';

export type TextColumn = {
  readonly name: string;
  readonly align: 'left' | 'right';
  /** Longer cells are cut at so many columns. */
  readonly most?: number | undefined;
};

/** Lines of a table, its head first. Cells are printable text already. */
export function textTable(
  columns: readonly TextColumn[],
  rows: readonly (readonly string[])[],
): readonly string[] {
  const cut = rows.map((row) =>
    columns.map(({ most = Number.POSITIVE_INFINITY }, index) => cutTo(row[index] ?? '', most, stringWidth)),
  );
  const all = [columns.map(({ name }) => name), ...cut];
  const widths = columnWidths(all, { widthOf: stringWidth });
  const right = columns.flatMap(({ align }, index) => (align === 'right' ? [index] : []));
  return all.map((row) => tableLine(row, { widths, widthOf: stringWidth, right }));
}

/** Text in lines of at most so many columns, broken between words where there is one. */
export function wrapped(text: string, columns: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ').flatMap((part) => pieces(part, columns))) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (stringWidth(longer) > columns) lines.push(line);
    line = stringWidth(longer) > columns ? word : longer;
  }
  return [...lines, line];
}

function pieces(word: string, columns: number): readonly string[] {
  if (stringWidth(word) <= columns) return [word];
  const found = [''];
  for (const letter of word) {
    const last = (found.at(-1) ?? '') + letter;
    if (stringWidth(last) > columns) found.push(letter);
    else found[found.length - 1] = last;
  }
  return found;
}
