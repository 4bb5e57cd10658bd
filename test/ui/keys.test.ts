import type { Key } from 'ink';
import { expect, test } from 'vitest';
import { printableOf, readPress } from '../../source/ui/keys.ts';

const none = {
  upArrow: false,
  downArrow: false,
  leftArrow: false,
  rightArrow: false,
  pageDown: false,
  pageUp: false,
  home: false,
  end: false,
  return: false,
  escape: false,
  ctrl: false,
  shift: false,
  tab: false,
  backspace: false,
  delete: false,
  meta: false,
  super: false,
  hyper: false,
  capsLock: false,
  numLock: false,
} satisfies Key;

test.each([
  ['a', {}, { type: 'key', name: 'a' }],
  ['', { return: true }, { type: 'key', name: 'enter' }],
  ['', { tab: true, shift: true }, { type: 'key', name: 'shift+tab' }],
  ['c', { ctrl: true }, { type: 'key', name: 'ctrl+c' }],
  ['d', { ctrl: true }, undefined],
  ['y', { meta: true }, undefined],
  ['yes\r', {}, { type: 'merged', text: 'yes\r' }],
  ['\n', {}, undefined],
  ['é', {}, { type: 'key', name: 'é' }],
])('%j with %j', (input, flags, expected) => {
  expect(readPress(input, { ...none, ...flags })).toEqual(expected);
});

test('a released key is no press', () => {
  expect(readPress('a', { ...none, eventType: 'release' })).toBeUndefined();
});

test('what can not be seen is not text', () => {
  expect(printableOf('a\r\nb\tc\u0007\u202e\u{e0041}d')).toBe('a b cd');
});

test('ctrl-u and ctrl-w are keys, other letters with ctrl are not', () => {
  const name = (input: string) => readPress(input, { ...none, ctrl: true });
  expect(['u', 'w'].map(name)).toEqual([
    { type: 'key', name: 'ctrl+u' },
    { type: 'key', name: 'ctrl+w' },
  ]);
  expect(name('x')).toBeUndefined();
});
