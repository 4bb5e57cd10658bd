import type { RowBlock } from './document.ts';
import { type Anchors, readHead } from './step-head.ts';
import type { Column } from './table-columns.ts';

/** Columns of a table that has no head, by what stands in them; undefined where no column holds times. */
export function guessColumns(rows: readonly RowBlock[], anchors: Anchors): readonly Column[] | undefined {
  const some = rows.slice(0, 200);
  const width = some.reduce((most, { cells }) => Math.max(most, cells.length), 0);
  if (width < 2 || width > 60 || some.length < 2) return undefined;
  const columns: Column[] = Array.from({ length: width }, () => 'other');
  const share = (index: number, holds: (cell: string) => boolean) => {
    const cells = some.flatMap(({ cells: all }) => (all[index] ? [all[index]] : []));
    return cells.length === 0 ? 0 : cells.filter(holds).length / cells.length;
  };
  const places = columns.map((_, index) => index);
  const time = places.find(
    (index) => share(index, (cell) => readHead(cell, anchors)?.from !== undefined) > 0.6,
  );
  if (time === undefined) return undefined;
  columns[time] = 'time';
  const others = places.filter((index) => index !== time);
  const length = (index: number) => some.reduce((sum, { cells }) => sum + (cells[index] ?? '').length, 0);
  const title = others.toSorted((a, b) => length(b) - length(a))[0];
  if (title === undefined) return undefined;
  columns[title] = 'title';
  const isName = (cell: string) =>
    /^\p{L}[\p{L} .'/&,+-]{0,30}$/u.test(cell) && cell.split(/\s+/).length <= 3;
  const owner = others.find((index) => index !== title && share(index, isName) > 0.7);
  if (owner !== undefined) columns[owner] = 'owner';
  return columns;
}
