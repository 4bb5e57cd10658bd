import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createRevealer } from '../../source/session/reveal.ts';
import { withoutStyles } from '../../source/session/terminal-text.ts';

/** Each line as it is shown, and as it is revealed, in chunks that end at these bytes. */
function reveal(text: string, cuts: readonly number[] = []): readonly (readonly [string, string])[] {
  const bytes = new TextEncoder().encode(text);
  const ends = [...cuts.map((cut) => cut % (bytes.length + 1)), bytes.length].toSorted((a, b) => a - b);
  const revealer = createRevealer();
  const written = ends.map((end, index) => revealer.write(bytes.subarray(ends[index - 1] ?? 0, end)));
  return [...written, revealer.end()].flatMap(({ lines, revealed }) =>
    lines.map((line, index) => [line, withoutStyles(revealed?.[index] ?? line)] as const),
  );
}

test('what is taken out is there to be seen', () => {
  expect(reveal('a\nb\u001b[2Jc\n10%\r20%\n\u001b[31mred\u001b[0m')).toEqual([
    ['a', 'a'],
    ['bc', 'b␛[2Jc'],
    ['20%', '10%␍20%'],
    ['\u001b[31mred\u001b[0m', 'red'],
  ]);
});

test('a stream of nothing but text and colours is never written twice', () => {
  const revealer = createRevealer();
  const bytes = new TextEncoder().encode('a\tb\n\u001b[1;31mred\u001b[0m\nzö\n');
  expect(revealer.write(bytes).revealed).toBeUndefined();
  expect(revealer.revealedPartial()).toBeUndefined();
});

test('any split into chunks reveals the same', () => {
  const pieces = [
    'a',
    'ö',
    '漢',
    '\n',
    '\r',
    '\t',
    '\u0007',
    '\u001b[2J',
    '\u001b[31m',
    '\u001b]0;t\u0007',
    '\u001b',
  ];
  const text = fc.array(fc.constantFrom(...pieces), { maxLength: 25 }).map((parts) => parts.join(''));
  fc.assert(
    fc.property(text, fc.array(fc.nat(), { maxLength: 6 }), (whole, cuts) => {
      expect(reveal(whole, cuts)).toEqual(reveal(whole));
    }),
  );
});
