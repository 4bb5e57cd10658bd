import { expect, test } from 'vitest';
import { findHidden, safeLine } from '../../source/plan/safe-text.ts';

test('nothing that a terminal would obey is left', () => {
  expect(safeLine('a\u001b[31mb\u0007\u009b2J\u202ec\r\nd\te\u{e0041}')).toBe(
    'a<U+001B>[31mb<U+0007><U+009B>2J<U+202E>c d e<U+E0041>',
  );
});

test('letters of every script stay', () => {
  expect(safeLine('Größe 古い ✔ 👩‍🔧')).toBe('Größe 古い ✔ 👩‍🔧');
});

test('hidden characters are found, up to a number', () => {
  expect(findHidden('a\u0000b\u200f\n\t', 9)).toEqual([
    { offset: 1, name: 'U+0000' },
    { offset: 3, name: 'U+200F' },
  ]);
  expect(findHidden('\u0001'.repeat(50), 20)).toHaveLength(20);
});
