import { expect, test } from 'vitest';
import { mendCharacters } from '../../../source/plan/import/mend-characters.ts';

test.each([
  ['S\u00a0+\u202f5m', 'S + 5m', 0],
  ['Close it\u00c2\u00a0', 'Close it ', 0],
  ['Close it\u00c2 now', 'Close it now', 0],
  ['5:30 \u00e2\u20ac\u201c 5:35', '5:30 \u2013 5:35', 0],
  ['\u00e2\u20ac\u00a2 item, can\u00e2\u20ac\u2122t', '\u2022 item, can\u2019t', 0],
  ['J\u00c3\u00bcrgen', 'J\u00fcrgen', 0],
  ['J\u00fcrgen \u00c5ngstr\u00f6m \u20ac5', 'J\u00fcrgen \u00c5ngstr\u00f6m \u20ac5', 0],
  ['re\u00adlease\u200b\ufeff', 'release', 0],
  ['\u001b[31mred\u202e', '[31mred', 2],
  ['a\r\nb\rc\n', 'a\r\nb\rc\n', 0],
])('%j', (text, mended, hidden) => {
  expect(mendCharacters(text)).toEqual({ text: mended, hidden });
});
