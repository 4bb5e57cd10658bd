import { expect, test } from 'vitest';
import { formatShare, parseShare } from '../../source/plan/share.ts';

test.each([
  ['0', { type: 'count', value: 0 }],
  ['12', { type: 'count', value: 12 }],
  ['007', { type: 'count', value: 7 }],
  ['50%', { type: 'percent', value: 50 }],
])('%s', (text, share) => {
  expect(parseShare(text)).toEqual(share);
});

test.each(['', '%', '-1', '1.5', '50 %', '1e3', 'all', '100000', '1%%'])('%j is no share', (text) => {
  expect(parseShare(text)).toBeUndefined();
});

test('a share is written as it is read', () => {
  for (const text of ['3', '100%']) {
    const share = parseShare(text);
    expect(share && formatShare(share)).toBe(text);
  }
});
