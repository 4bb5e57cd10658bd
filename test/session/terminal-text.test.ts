import fc from 'fast-check';
import { expect, test } from 'vitest';
import { plainText, withoutStyles } from '../../source/session/terminal-text.ts';

test.each([
  ['plain text', 'Deploy to sakaiprod1', 'Deploy to sakaiprod1'],
  ['letters of all scripts', 'Größe 漢字', 'Größe 漢字'],
  ['colours', '\x1b[31mred\x1b[0m', 'red'],
  ['lines become one', 'first\r\nsecond\tthird\n', 'first second third'],
  ['nothing is overwritten', 'drop database\rselect 1', 'drop database select 1'],
  ['nothing is rubbed out', 'abc\b\b\bxyz', 'abcxyz'],
  ['a title', 'a\x1b]0;evil\x07b', 'ab'],
  ['an escape that never ends', 'a\x1b]0;evil', 'a␛]0;evil'],
  ['bidi', 'qc\u{202e}abd', 'qc<U+202E>abd'],
  ['a lone surrogate', 'a\u{d800}b', 'a\u{fffd}b'],
])('%s', (_, text, expected) => {
  expect(plainText(text)).toBe(expected);
});

test('a long text is not cut', () => {
  const text = `é${'x'.repeat(20_000)}`;
  expect(plainText(text)).toBe(text);
});

test('never a control, never a second line', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (text) => {
      expect(plainText(text)).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}]/u);
    }),
    { numRuns: 300 },
  );
});

test('a sanitised line without its colours', () => {
  expect(withoutStyles('\x1b[1;38;5;9mx\x1b[0my')).toBe('xy');
});
