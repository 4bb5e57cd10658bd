import { expect, test } from 'vitest';
import { textTable, wrapped } from '../../source/report/text-table.ts';

test('columns are as wide as their widest cell, and may be cut', () => {
  const columns = [
    { name: '#', align: 'right' },
    { name: 'step', align: 'left', most: 6 },
    { name: 'took', align: 'right' },
  ] as const;
  expect(
    textTable(columns, [
      ['1', 'Deploy', '2m'],
      ['12', '漢字漢字', ''],
    ]),
  ).toEqual([' #  step    took', ' 1  Deploy    2m', '12  漢字…']);
});

test('text is broken between words, and long words within', () => {
  expect(wrapped('one two three', 7)).toEqual(['one two', 'three']);
  expect(wrapped('a 123456789 b', 4)).toEqual(['a', '1234', '5678', '9 b']);
  expect(wrapped('', 4)).toEqual(['']);
});
