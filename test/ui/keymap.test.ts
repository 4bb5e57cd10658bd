import { expect, test } from 'vitest';
import { helpRows } from '../../source/ui/help.ts';
import { bindingFor, bindingsOf, type KeyContext, keymap } from '../../source/ui/keymap.ts';

const contexts: readonly KeyContext[] = ['run', 'replay', 'help'];
const over: readonly KeyContext[] = ['searching', 'filtering', 'split'];

const openings: ReadonlySet<string> = new Set([
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
]);

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
  expect(keymap.replay.filter(({ intent }) => openings.has(intent))).toEqual([]);
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

test.each(over)(
  'no key of %s commands, and the help of a run and of a replay shows all of them',
  (context) => {
    for (const base of ['run', 'replay'] as const) {
      const text = helpRows(base).map((line) => line.map((piece) => piece.text).join(''));
      for (const { shown, help } of keymap[context]) {
        expect(text.some((row) => row.includes(shown) && row.includes(help))).toBe(true);
      }
    }
    expect(keymap[context].filter(({ intent }) => openings.has(intent))).toEqual([]);
  },
);

test('in a split numbers go to panes, and esc ends a search before it ends the split', () => {
  expect(bindingFor(['split', 'run'], '3')?.intent).toBe('split-pane');
  expect(bindingFor(['split', 'run'], '9')).toBeUndefined();
  expect(bindingFor(['split', 'run'], 'p')?.intent).toBe('pass');
  expect(bindingFor(['searching', 'split', 'run'], 'esc')?.intent).toBe('end-search');
  expect(bindingFor(['split', 'replay'], 'esc')?.intent).toBe('close-split');
});

test('ctrl+c is bound everywhere', () => {
  for (const context of contexts) expect(bindingFor(context, 'ctrl+c')?.intent).toBe('menu');
});
