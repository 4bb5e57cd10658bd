import { expect, test } from 'vitest';
import { logFilter, logPattern } from '../../source/session/log-pattern.ts';

const lines = ['ERROR: no space', 'error again', 'all well', 'a (b', 'x.y', 'xzy'];

function found(text: string): readonly string[] | undefined {
  const has = logPattern(text).test(lines);
  return has === undefined ? undefined : lines.filter((_, index) => has[index]);
}

test('small letters mean both cases, a capital one itself', () => {
  expect(found('error')).toEqual(['ERROR: no space', 'error again']);
  expect(found('ERROR')).toEqual(['ERROR: no space']);
  expect(found('Error')).toEqual([]);
  expect(found('error\\S')).toEqual(['ERROR: no space']);
});

test('a regular expression where it is one, else the text as it stands', () => {
  expect(found('^x.y$')).toEqual(['x.y', 'xzy']);
  expect(found('x\\.y')).toEqual(['x.y']);
  expect(found('a (b')).toEqual(['a (b']);
  expect(found('no\\-space|a\\-')).toEqual([]);
  expect(logPattern('a\\-b').test(['A-B'])).toEqual([true]);
});

test('the places, from unit to unit; nothing is no place', () => {
  expect(logPattern('o+').places(['foo boo', 'x'])).toEqual([
    [
      { from: 1, to: 3 },
      { from: 5, to: 7 },
    ],
    [],
  ]);
  expect(logPattern('z*').places(['aza'])).toEqual([[{ from: 1, to: 2 }]]);
  expect(logPattern('.').places(['😀'])).toEqual([[{ from: 0, to: 2 }]]);
});

test('plain text takes no clock, however many lines', () => {
  const many = Array.from({ length: 200_000 }, (_, index) => `${index} ${'x'.repeat(200)}`);
  expect(logPattern('199999 X').test(many)?.at(-1)).toBe(false);
  expect(logPattern('199999 x').test(many)?.at(-1)).toBe(true);
  const more = Array.from({ length: 8 }, () => many).flat();
  expect(logPattern('no such text').test(more)).toHaveLength(1_600_000);
});

test('an exclamation mark turns a filter round', () => {
  expect(logFilter('!error').test(lines)).toEqual([false, false, true, true, true, true]);
  expect(logFilter('well').test(lines)).toEqual([false, false, true, false, false, false]);
});

test('a pattern that would never end is given up', () => {
  const endless = `${'a'.repeat(60)}b`;
  const pattern = logPattern('^(a+)+$');
  expect(pattern.test(['aaa'])).toEqual([true]);
  expect(pattern.places([endless])).toBeUndefined();
  const before = performance.now();
  for (let again = 0; again < 20; again += 1) expect(pattern.test([endless])).toBeUndefined();
  expect(performance.now() - before).toBeLessThan(2_000);
});
