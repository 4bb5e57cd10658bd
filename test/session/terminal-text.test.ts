import fc from 'fast-check';
import { expect, test } from 'vitest';
import { safeLine } from '../../source/plan/safe-text.ts';
import { plainText, withoutStyles } from '../../source/session/terminal-text.ts';

test.each([
  ['plain text', 'Deploy to sakaiprod1', 'Deploy to sakaiprod1'],
  ['letters of all scripts', 'Größe 漢字', 'Größe 漢字'],
  ['colours', '\x1b[31mred\x1b[0m', '<U+001B>[31mred<U+001B>[0m'],
  ['lines become one', 'first\r\nsecond\tthird\n', 'first second third'],
  ['nothing is overwritten', 'drop database\rselect 1', 'drop database select 1'],
  ['nothing is rubbed out', 'abc\b\bxyz', 'abc<U+0008><U+0008>xyz'],
  ['a title', 'a\x1b]0;evil\x07b', 'a<U+001B>]0;evil<U+0007>b'],
  ['an escape that never ends', 'a\x1b]0;evil', 'a<U+001B>]0;evil'],
  ['a mark of byte order', 'a\u{feff}b', 'a<U+FEFF>b'],
  ['bidi', 'qc\u{202e}abd', 'qc<U+202E>abd'],
  ['a lone surrogate', 'a\u{d800}b', 'a\u{fffd}b'],
])('%s', (_, text, expected) => {
  expect(plainText(text)).toBe(expected);
});

test.each(['\x1b[2J', '\u{85}', '\u{2028}', '\u{202e}', '\u{feff}', '\u{e0041}', 'a\r\n\tb'])(
  'the screens show a title as `check` does: %j',
  (hidden) => {
    expect(plainText(`A ${hidden} title`)).toBe(safeLine(`A ${hidden} title`));
  },
);

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
