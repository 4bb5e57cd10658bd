import { expect, test } from 'vitest';
import { helpRows } from '../../source/ui/help.ts';
import { bindingFor, bindingsOf, type KeyContext, keymap } from '../../source/ui/keymap.ts';

const contexts: readonly KeyContext[] = ['run', 'replay', 'help'];

test.each(contexts)('no key stands twice in %s', (context) => {
  const keys = keymap[context].flatMap((binding) => binding.keys);
  expect(keys.length).toBeGreaterThan(3);
  expect(new Set(keys).size).toBe(keys.length);
});

test.each(contexts)('the help of %s shows every key', (context) => {
  const text = helpRows(context).map((line) => line.map((piece) => piece.text).join(''));
  for (const { shown, help } of keymap[context]) {
    expect(text.some((row) => row.includes(shown) && row.includes(help))).toBe(true);
  }
});

test('a replay has no key that commands', () => {
  const commands = [
    'skip',
    'act',
    'retry',
    'recycle',
    'stop',
    'settle',
    'sign',
    'pass',
    'fail',
    'note',
    'fallback',
    'end',
    'hold',
    'by-hand',
    'edit',
    'host',
    'shell',
  ];
  expect(keymap.replay.filter(({ intent }) => commands.includes(intent))).toEqual([]);
  expect(bindingFor('replay', 'f')).toBeUndefined();
});

test('while something is searched for n and N step through it; all other keys stay', () => {
  expect(bindingFor('run', 'n')?.intent).toBe('note');
  expect(bindingFor(['searching', 'run'], 'n')?.intent).toBe('next-hit');
  expect(bindingFor(['searching', 'run'], 'f')?.intent).toBe('fallback');
  expect(bindingFor(['filtering', 'run'], 'n')?.intent).toBe('note');
  const labels = bindingsOf(['searching', 'run']).map(({ intent }) => intent);
  expect(labels).not.toContain('note');
});

test('ctrl+c is bound everywhere', () => {
  for (const context of contexts) expect(bindingFor(context, 'ctrl+c')?.intent).toBe('menu');
});
