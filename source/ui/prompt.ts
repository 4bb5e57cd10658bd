import { glyphs } from './glyphs.ts';
import type { Press } from './keys.ts';
import { fitRow, type Line, span } from './line.ts';
import { splitKeys } from './split/split-choices.ts';
import { editInput, typeInput } from './text-input.ts';
import type { Prompt, PromptKind } from './view.ts';

export type PromptStep =
  | { readonly type: 'open'; readonly prompt: Prompt }
  | { readonly type: 'entered'; readonly kind: PromptKind; readonly text: string }
  | { readonly type: 'closed' };

export function openPrompt(kind: PromptKind): Prompt {
  return { kind, input: '', hint: undefined };
}

/** One press at a time. What is asked here changes only what is looked at, so keys that come early count. */
export function pressPrompt(prompt: Prompt, pressed: Press): PromptStep {
  if (pressed.type === 'merged') return { type: 'open', prompt: pastePrompt(prompt, pressed.text) };
  if (pressed.name === 'esc') return { type: 'closed' };
  if (prompt.kind === 'split') return pressOne(prompt, pressed.name);
  if (pressed.name === 'enter') return { type: 'entered', kind: prompt.kind, text: prompt.input };
  // As in any pager: out at the left side.
  if (pressed.name === 'backspace' && prompt.input === '') return { type: 'closed' };
  return {
    type: 'open',
    prompt: { ...prompt, input: editInput(prompt.input, pressed.name), hint: undefined },
  };
}

/** One key says it all. */
function pressOne(prompt: Prompt, name: string): PromptStep {
  const known = splitKeys.some(({ key }) => key === name);
  if (known) return { type: 'entered', kind: prompt.kind, text: name };
  return { type: 'open', prompt: { ...prompt, hint: oneKey } };
}

export function pastePrompt(prompt: Prompt, text: string): Prompt {
  if (prompt.kind === 'split') return { ...prompt, hint: oneKey };
  return { ...prompt, input: typeInput(prompt.input, text), hint: undefined };
}

/** ` /time.*out▏   a regular expression, or text; enter searches`. The end of a long text is what one sees. */
export function promptLine({ kind, input, hint }: Prompt, width: number): Line {
  const sign = signs[kind];
  const room = Math.max(1, width - sign.length - 3);
  const shown = [...input].slice(-room).join('');
  return fitRow(
    [
      span(` ${sign}`, 'accent'),
      span(shown, 'strong'),
      span(glyphs.cursor, 'accent'),
      span(`  ${hint ?? hints[kind]}`, hint === undefined ? 'dim' : 'warn'),
    ],
    width,
  );
}

export function promptKeys(kind: PromptKind): Line {
  if (kind === 'split') {
    const keys = splitKeys.flatMap(({ key, label }) => [span(` ${key}`, 'strong'), span(` ${label} `)]);
    return [...keys, span(' esc', 'strong'), span(' close')];
  }
  return [span(' enter', 'strong'), span(` ${words[kind]}  `), span('esc', 'strong'), span(' close')];
}

const signs: Readonly<Record<PromptKind, string>> = {
  search: '/',
  filter: '&',
  moment: ':',
  split: 'split ',
};

const words: Readonly<Record<PromptKind, string>> = {
  search: 'search',
  filter: 'filter',
  moment: 'go there',
  split: 'split',
};

const hints: Readonly<Record<PromptKind, string>> = {
  search: 'text or regular expression; nothing: the last one again',
  filter: 'only lines with this; ! before it: without; nothing: all lines',
  moment: 'S+35m, D+5m or 05:40',
  split: 'up to four logs at once: which ones?',
};

const oneKey = 'press one of the keys below, or esc';
