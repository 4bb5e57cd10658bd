import stringWidth from 'string-width';
import { expect, test } from 'vitest';
import { narrowLength, simpleWidth, widthFor } from '../../source/plan/text-width.ts';

test.each([
  ['plain', 'plain', 5],
  ['wide letters', '古い a', 6],
  ['an emoji', '👩‍🔧', 2],
  ['a mark', 'e\u0301', 1],
])('%s', async (_, text, columns) => {
  expect((await widthFor(text))(text)).toBe(columns);
});

test('the simple width counts letters, not marks on them', () => {
  expect(simpleWidth('Größe e\u0301 \u{1d49c}')).toBe(9);
});

test('every letter it counts is one column wide', () => {
  let counted = 0;
  for (let code = 0; code <= 0x1_ffff; code += 1) {
    const letter = String.fromCodePoint(code);
    if (narrowLength(letter) === undefined) continue;
    counted += 1;
    // Also beside another: none of them joins.
    expect([code.toString(16), stringWidth(letter), stringWidth(`a${letter}b`)]).toEqual([
      code.toString(16),
      1,
      3,
    ]);
  }
  expect(counted).toBeGreaterThan(700);
});

test.each(['▶\ufe0f', '漢', '🙂', 'e\u0301', '\t', '\x1b[1m', '\u200b'])('%j wants a table', (text) => {
  expect(narrowLength(text)).toBeUndefined();
});

test('an empty text takes no column', () => {
  expect(narrowLength('')).toBe(0);
});
