import { expect, test } from 'vitest';
import { simpleWidth, widthFor } from '../../source/plan/text-width.ts';

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
