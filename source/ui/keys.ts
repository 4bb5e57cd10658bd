import type { Key } from 'ink';

/**
 * What came from the keyboard at once. Keys typed quickly over a slow line arrive as one `merged` text:
 * it may steer, and be text, but never confirms.
 */
export type Press =
  | { readonly type: 'key'; readonly name: string }
  | { readonly type: 'merged'; readonly text: string };

/** Names a key as the keymap does: `enter`, `up`, `ctrl+c`, or the character itself. Undefined: nothing we know. */
export function readPress(input: string, key: Key): Press | undefined {
  if (key.eventType === 'release') return undefined;
  if (key.ctrl) return /^[cluw]$/.test(input) ? { type: 'key', name: `ctrl+${input}` } : undefined;
  const named = namedKeys.find(([flag]) => key[flag]);
  if (named !== undefined) return { type: 'key', name: key.tab && key.shift ? 'shift+tab' : named[1] };
  if (key.meta || input === '') return undefined;
  if ([...input].length === 1) return isPrintable(input) ? { type: 'key', name: input } : undefined;
  return { type: 'merged', text: input };
}

/** Only what can stand in a line of text: a merged or pasted end of line never ends it. */
export function printableOf(text: string): string {
  return [...text.replace(/[\r\n\t]+/g, ' ')].filter(isPrintable).join('');
}

function isPrintable(character: string): boolean {
  return !/[\p{Control}\p{Surrogate}\p{Bidi_Control}]|[\u{e0000}-\u{e007f}]/u.test(character);
}

const namedKeys = [
  ['return', 'enter'],
  ['escape', 'esc'],
  ['upArrow', 'up'],
  ['downArrow', 'down'],
  ['leftArrow', 'left'],
  ['rightArrow', 'right'],
  ['pageUp', 'pageup'],
  ['pageDown', 'pagedown'],
  ['home', 'home'],
  ['end', 'end'],
  ['tab', 'tab'],
  ['backspace', 'backspace'],
  ['delete', 'delete'],
] as const;
