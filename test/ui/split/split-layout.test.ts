import fc from 'fast-check';
import { expect, test } from 'vitest';
import { splitLayout } from '../../../source/ui/split/split-layout.ts';

function sizes(width: number, height: number, panes: number, focus = 0): readonly (readonly string[])[] {
  const { rows } = splitLayout({ width, height, panes, focus });
  return rows.map((row) => row.map((pane) => `${pane.pane} ${pane.width}x${pane.height}`));
}

test('beside the timeline at 120x40 they stand below each other', () => {
  expect(sizes(59, 35, 2)).toEqual([['0 59x18'], ['1 59x17']]);
  expect(sizes(59, 35, 4)).toEqual([['0 59x9'], ['1 59x9'], ['2 59x9'], ['3 59x8']]);
});

test('at 200x50 they stand side by side, the third one alone below', () => {
  expect(sizes(123, 45, 1)).toEqual([['0 123x45']]);
  expect(sizes(123, 45, 2)).toEqual([['0 61x45', '1 61x45']]);
  expect(sizes(123, 45, 3)).toEqual([['0 61x23', '1 61x23'], ['2 123x22']]);
  expect(sizes(123, 45, 4)).toEqual([
    ['0 61x23', '1 61x23'],
    ['2 61x22', '3 61x22'],
  ]);
});

test('at 80x24 four stand below each other, and in less height side by side', () => {
  expect(sizes(80, 19, 4)).toEqual([['0 80x5'], ['1 80x5'], ['2 80x5'], ['3 80x4']]);
  expect(sizes(80, 12, 4)).toEqual([
    ['0 40x6', '1 39x6'],
    ['2 40x6', '3 39x6'],
  ]);
});

test('where not all fit, those around the focus do, and a row is left to say so', () => {
  const layout = splitLayout({ width: 60, height: 10, panes: 4, focus: 0 });
  expect(layout).toMatchObject({ first: 0, shown: 2 });
  expect(sizes(60, 10, 4, 1)).toEqual([['0 60x5'], ['1 60x4']]);
  expect(sizes(60, 10, 4, 2)).toEqual([['2 60x5'], ['3 60x4']]);
  expect(sizes(60, 10, 3, 2)).toEqual([['1 60x5'], ['2 60x4']]);
});

test('any size: nothing overlaps, no cell is lost, and no pane is too small to read', () => {
  const size = { width: fc.integer({ min: 36, max: 300 }), height: fc.integer({ min: 5, max: 120 }) };
  const wish = fc.record({ ...size, panes: fc.integer({ min: 1, max: 4 }), focus: fc.nat({ max: 3 }) });
  fc.assert(
    fc.property(wish, ({ focus: any, ...rest }) => {
      const focus = Math.min(any, rest.panes - 1);
      const { rows, first, shown } = splitLayout({ ...rest, focus });
      const panes = rows.flat();
      expect(panes.map(({ pane }) => pane)).toEqual(Array.from({ length: shown }, (_, i) => first + i));
      expect(panes.some(({ pane }) => pane === focus)).toBe(true);
      expect(panes.every(({ width, height }) => width >= 36 && height >= 4)).toBe(true);
      const used = rows.reduce((sum, row) => sum + (row[0]?.height ?? 0), shown < rest.panes ? 1 : 0);
      expect(used).toBe(rest.height);
      for (const row of rows) {
        expect(new Set(row.map(({ height }) => height)).size).toBe(1);
        expect(row.reduce((sum, { width }) => sum + width, row.length - 1)).toBe(rest.width);
      }
    }),
  );
});
