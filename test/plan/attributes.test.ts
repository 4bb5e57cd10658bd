import { expect, test } from 'vitest';
import { parseAttributes, trailingBlock } from '../../source/plan/attributes.ts';

test('reads an id, values, quoted values and flags, each with its place', () => {
  const text = '#deploy after=a,b to="x y"\n  auto';
  const { id, entries, faults } = parseAttributes(text, 100);
  expect(faults).toEqual([]);
  expect(id).toMatchObject({ value: 'deploy', offset: 100, length: 7 });
  expect([...entries.values()]).toEqual([
    { key: 'after', value: 'a,b', offset: 114, length: 3, keyOffset: 108 },
    { key: 'to', value: 'x y', offset: 122, length: 3, keyOffset: 118 },
    { key: 'auto', value: undefined, offset: 129, length: 4, keyOffset: 129 },
  ]);
});

test('an empty value is a value, a missing one is none', () => {
  const { entries } = parseAttributes('a= b="" c', 0);
  expect([...entries.values()].map(({ value }) => value)).toEqual(['', '', undefined]);
});

test.each([
  ['#a #b', 'a second `#id`', 3],
  ['for=1m for=2m', '`for` is given twice', 7],
  ['.critical', 'a class', 0],
  ['on=@a, @b', '`@b` is no attribute', 7],
  ['x="open', '`x="open` is no attribute', 0],
  ['5m', '`5m` is no attribute', 0],
])('%s is at fault', (text, message, offset) => {
  const { faults } = parseAttributes(text, 0);
  expect(faults).toHaveLength(1);
  expect(faults[0]).toMatchObject({ offset, message: expect.stringContaining(message) });
});

test.each([
  ['Title {#a}', 6],
  ['Title {to="a } b {"}', 6],
  ['{#a}', 0],
  ['Title {{tag}}', undefined],
  ['Title {{tag}} {#a}', 14],
  ['use ${tag}', undefined],
  ['Title {#a} more', undefined],
  ['Title }', undefined],
  ['Title', undefined],
])('the trailing block of %s', (text, start) => {
  expect(trailingBlock(text)).toBe(start);
});
