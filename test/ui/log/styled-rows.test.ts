import { expect, test } from 'vitest';
import { styledRows } from '../../../source/ui/log/styled-rows.ts';

const show = (row: string): string => row.replace(/\u001b\[([\d;]*)m/g, '<$1>');

function rows(text: string, changes: Partial<Parameters<typeof styledRows>[1]> = {}): readonly string[] {
  return styledRows(text, { width: 10, colour: true, most: 1, marks: [], ...changes }).map(show);
}

test('marks stand out, and what a host says of its colours does not end them', () => {
  expect(rows('one two', { marks: [{ from: 4, to: 7 }] })).toEqual(['one <7>two<0>']);
  expect(rows('a\u001b[31mbc\u001b[0md', { marks: [{ from: 0, to: 3 }] })).toEqual([
    '<7>a<31><7>bc<0><7><0>d<0>',
  ]);
  expect(rows('\u001b[31mabcd', { marks: [{ from: 1, to: 2 }] })).toEqual(['<31>a<7>b<0><31>cd<0>']);
});

test('without colours they stand out all the same', () => {
  expect(rows('a\u001b[31mbcd', { colour: false, marks: [{ from: 1, to: 2 }] })).toEqual(['a<7>b<0>cd<0>']);
});

test('a marked line is cut as any other', () => {
  expect(rows('0123456789', { marks: [{ from: 8, to: 10 }] })).toEqual(['01234567<7>89<0>']);
  expect(rows('0123456789a', { marks: [{ from: 0, to: 1 }] })).toEqual(['<7>0<0>12345678…<0>']);
});

test('a long line goes on in the next row, in its colours', () => {
  expect(rows('0123456789abc', { most: 5 })).toEqual(['0123456789', 'abc']);
  expect(rows('\u001b[32m0123456789abc\u001b[0m', { most: 5 })).toEqual([
    '<32>0123456789<0>',
    '<32>abc<0><0>',
  ]);
  expect(rows('0123456789abcdefghijK', { most: 2 })).toEqual(['0123456789', 'abcdefghi…']);
  expect(rows('', { most: 2 })).toEqual(['']);
});

test('a wide character is never torn apart', () => {
  expect(rows('012345678漢字', { most: 3 })).toEqual(['012345678', '漢字']);
  expect(rows('漢字', { most: 3, marks: [{ from: 1, to: 2 }] })).toEqual(['漢<7>字<0>']);
});
