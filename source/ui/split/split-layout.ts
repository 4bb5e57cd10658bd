import type { Size } from '../layout.ts';

/** Where the panes of a split are, row by row; `first` of them is shown, and those after it that fit. */
export type SplitLayout = {
  readonly rows: readonly (readonly PlacedPane[])[];
  readonly first: number;
  readonly shown: number;
};

/** `pane` counts from 0. */
export type PlacedPane = Size & { readonly pane: number };

export const mostPanes = 4;

/** All of them where they fit, else as many as do, the one with the focus among them, and a row that says so. */
export function splitLayout({
  width,
  height,
  panes,
  focus,
}: Size & { readonly panes: number; readonly focus: number }): SplitLayout {
  const shown = countFitting({ width, height }, panes);
  const room = shown < panes ? height - 1 : height;
  const columns = Math.min(shown, columnsFor({ width, height: room }, shown) ?? 1);
  const first = Math.min(panes - shown, Math.floor(focus / Math.max(1, shown)) * shown);
  const lines = Math.ceil(shown / Math.max(1, columns));
  const heights = shares(room, lines);
  const rows = heights.map((tall, row) => {
    const count = Math.min(columns, shown - row * columns);
    return shares(width - (count - 1), count).map((wide, column) => {
      return { pane: first + row * columns + column, width: wide, height: tall };
    });
  });
  return { rows, first, shown };
}

/** Whether every pane has room enough. */
export function splitFits(size: Size, panes: number): boolean {
  return columnsFor(size, panes) !== undefined;
}

/** Beside the timeline, lines of a log must still be worth reading. */
export function isComfortable(width: number): boolean {
  return width >= goodWidth;
}

function countFitting(size: Size, panes: number): number {
  if (splitFits(size, panes)) return panes;
  const room = { ...size, height: size.height - 1 };
  for (let count = panes - 1; count > 1; count -= 1) if (splitFits(room, count)) return count;
  return Math.min(1, panes);
}

/** Side by side where lines keep a good length; else below each other, and only in need side by side again. */
function columnsFor({ width, height }: Size, panes: number): number | undefined {
  const half = Math.floor((width - 1) / 2);
  const stacked = Math.floor(height / panes);
  const paired = Math.floor(height / Math.ceil(panes / 2));
  if (panes > 1 && half >= goodWidth && paired >= leastPane.height) return 2;
  if (width >= leastPane.width && stacked >= leastPane.height) return 1;
  return panes > 1 && half >= leastPane.width && paired >= leastPane.height ? 2 : undefined;
}

/** The first ones get what is left over. */
function shares(whole: number, count: number): readonly number[] {
  const each = Math.floor(whole / count);
  return Array.from({ length: count }, (_, index) => each + (index < whole - each * count ? 1 : 0));
}

const leastPane: Size = { width: 36, height: 4 };
const goodWidth = 56;
