import { expect, test } from 'vitest';
import { suggest, suggestion } from '../../source/plan/suggest.ts';

test.each([
  ['Programer', 'Programmer'],
  ['pogrammer', 'Programmer'],
  ['QCs', 'QC'],
  ['dab', 'DBA'],
])('%s was meant to be %s', (word, meant) => {
  expect(suggest(word, ['QC', 'DBA', 'Programmer'])).toBe(meant);
});

test('nothing near is no suggestion', () => {
  expect(suggest('Vendor', ['QC', 'DBA', 'Programmer'])).toBeUndefined();
});

test('without a near word the known ones are named', () => {
  expect(suggestion('Programer', ['Programmer'])).toBe('did you mean `Programmer`?');
  expect(suggestion('Vendor', ['QC', 'DBA'])).toBe('known: `QC`, `DBA`');
  expect(suggestion('Vendor', [])).toBeUndefined();
});
