import stringWidth from 'string-width';
import { expect, test } from 'vitest';
import { columnWidths, cutTo, tableLine } from '../../source/plan/text-table.ts';

const rows = [
  ['9', '漢字', 'first'],
  ['10', 'on', ''],
];

test('cells stand below each other, wide letters counted', () => {
  const widths = columnWidths(rows, { widthOf: stringWidth });
  expect(widths).toEqual([2, 4, 5]);
  const lines = rows.map((row) => tableLine(row, { widths, widthOf: stringWidth, right: [0] }));
  expect(lines).toEqual([' 9  漢字  first', '10  on']);
});

test('a cell beyond the most pushes what follows it', () => {
  const widths = columnWidths(rows, { widthOf: stringWidth, most: 3 });
  expect(widths).toEqual([2, 3, 3]);
  const lines = rows.map((row) => tableLine(row, { widths, widthOf: stringWidth }));
  expect(lines).toEqual(['9   漢字  first', '10  on']);
});

test('no rows, no columns', () => {
  expect(columnWidths([], { widthOf: stringWidth })).toEqual([]);
});

test('text is cut at so many columns', () => {
  expect(cutTo('short', 5, stringWidth)).toBe('short');
  expect(cutTo('longer', 5, stringWidth)).toBe('long…');
  expect(stringWidth(cutTo('漢字漢字', 6, stringWidth))).toBeLessThanOrEqual(6);
});
