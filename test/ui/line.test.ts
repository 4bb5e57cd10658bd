import fc from 'fast-check';
import stringWidth from 'string-width';
import { expect, test } from 'vitest';
import { column, fitRow, span, spread, widthOf, wrapText } from '../../source/ui/line.ts';
import { cutStyled } from '../../source/ui/log/cut-styled.ts';

const hostile = fc.string({ unit: 'grapheme', maxLength: 60 });

test('a row is exactly as wide as it must be, whatever stands in it', () => {
  fc.assert(
    fc.property(fc.array(hostile, { maxLength: 4 }), fc.integer({ min: 0, max: 50 }), (texts, width) => {
      expect(
        widthOf(
          fitRow(
            texts.map((text) => span(text)),
            width,
          ),
        ),
      ).toBe(width);
    }),
  );
});

test('a column is exactly as wide as it must be', () => {
  fc.assert(
    fc.property(hostile, fc.integer({ min: 0, max: 30 }), (text, width) => {
      expect(stringWidth(column(text, width))).toBe(width);
      expect(stringWidth(column(text, width, 'right'))).toBe(width);
    }),
  );
});

test('wrapped rows are never too wide and keep every word', () => {
  fc.assert(
    fc.property(fc.array(fc.stringMatching(/^[a-z]{1,30}$/), { maxLength: 8 }), (words) => {
      const rows = wrapText(words.join(' '), 12);
      expect(rows.every((row) => stringWidth(row) <= 12)).toBe(true);
      expect(rows.join('').replaceAll(' ', '')).toBe(words.join(''));
    }),
  );
});

test('a cut shows, and wide characters are not cut in half', () => {
  expect(column('abcdef', 4)).toBe('abc…');
  expect(column('日本語', 4)).toBe('日… ');
  expect(wrapText('one two three', 7)).toEqual(['one two', 'three']);
});

test('what stands at the right stays, the left gives way', () => {
  const line = spread({ left: [span('a long title')], right: [span('0:12')], width: 10 });
  expect(line.map(({ text }) => text).join('')).toBe('a lo… 0:12');
});

test('a span holds nothing that acts', () => {
  expect(span('a\u001b[2Jb\u202e\n').text).not.toMatch(/[\u001b\u202e\n]/);
});

test('a styled line is cut by what it shows, and closed', () => {
  const red = '\u001b[31mERROR\u001b[0m and more';
  expect(cutStyled(red, { width: 8, colour: true })).toBe('\u001b[31mERROR\u001b[0m a…\u001b[0m');
  expect(cutStyled(red, { width: 8, colour: false })).toBe('ERROR a…');
  expect(cutStyled('plain', { width: 8, colour: true })).toBe('plain');
  expect(cutStyled('plain', { width: 0, colour: true })).toBe('');
});
