import type { Command } from '../../run/command.ts';
import { type Press, printableOf } from '../keys.ts';

/** A question to the person at the keyboard, fixed when it is opened. */
export type DialogSpec = {
  readonly title: string;
  readonly danger: boolean;
  /** The step it is about. */
  readonly step: string | undefined;
  /** What will happen, a paragraph each. */
  readonly body: readonly string[];
  /** What is asked after these answers, or what follows from them. */
  readonly next: (answers: readonly string[]) => Stage | Submit;
};

export type Stage =
  /** One of these keys, alone. */
  | { readonly type: 'key'; readonly ask: string; readonly keys: readonly string[] }
  /** One of these words, typed key by key, then Enter. */
  | { readonly type: 'word'; readonly ask: string; readonly words: readonly string[] }
  /** A line of text, then Enter. */
  | { readonly type: 'text'; readonly ask: string; readonly optional: boolean };

export type Submit =
  | { readonly type: 'send'; readonly command: Command }
  | { readonly type: 'leave' }
  | { readonly type: 'close' };

export type Dialog = {
  readonly spec: DialogSpec;
  readonly answers: readonly string[];
  readonly stage: Stage;
  readonly input: string;
  /** Wall milliseconds when this stage came on the screen. */
  readonly shownAt: number;
  /** Why the last key changed nothing. */
  readonly hint: string | undefined;
};

export type DialogStep =
  | { readonly type: 'open'; readonly dialog: Dialog }
  | { readonly type: 'submit'; readonly submit: Submit };

/** What is typed before a question can have been read does not answer it. */
export const guardMs = 500;

export function openDialog(spec: DialogSpec, wall: number): DialogStep {
  return stageAfter({ spec, answers: [], wall });
}

/** One press at a time. Escape always closes; Enter alone confirms nothing. */
export function press(dialog: Dialog, pressed: Press, wall: number): DialogStep {
  if (pressed.type === 'key' && pressed.name === 'esc') return { type: 'submit', submit: { type: 'close' } };
  if (wall - dialog.shownAt < guardMs) return { type: 'open', dialog };
  switch (dialog.stage.type) {
    case 'key':
      return pressKey(dialog, dialog.stage, { pressed, wall });
    case 'word':
      return pressWord(dialog, dialog.stage, { pressed, wall });
    case 'text':
      return pressText(dialog, dialog.stage, { pressed, wall });
  }
}

/** Pasted text may be a reason or a note, never a confirmation, and never ends a line. */
export function paste(dialog: Dialog, text: string, wall: number): Dialog {
  if (dialog.stage.type !== 'text') return hinted(dialog, 'pasted text confirms nothing: type it');
  if (wall - dialog.shownAt < guardMs) return dialog;
  return typed(dialog, text);
}

type Typing = { readonly pressed: Press; readonly wall: number };

function pressKey(dialog: Dialog, stage: Stage & { type: 'key' }, { pressed, wall }: Typing): DialogStep {
  const name = pressed.type === 'key' ? pressed.name.toLowerCase() : '';
  if (stage.keys.includes(name)) return answer(dialog, name, wall);
  return { type: 'open', dialog: hinted(dialog, `press ${stage.keys.join(' or ')}, or esc`) };
}

function pressWord(dialog: Dialog, stage: Stage & { type: 'word' }, { pressed, wall }: Typing): DialogStep {
  if (pressed.type === 'merged') {
    return { type: 'open', dialog: hinted(dialog, 'several keys came at once: type it key by key') };
  }
  if (pressed.name !== 'enter') return { type: 'open', dialog: edited(dialog, pressed.name) };
  const word = dialog.input.trim().replace(/\s+/g, ' ').toLowerCase();
  const match = stage.words.find((candidate) => candidate.toLowerCase() === word);
  if (match !== undefined) return answer(dialog, match, wall);
  const hint = `type ${stage.words.join(' or ')}, then enter`;
  return { type: 'open', dialog: hinted({ ...dialog, input: '' }, hint) };
}

function pressText(dialog: Dialog, stage: Stage & { type: 'text' }, { pressed, wall }: Typing): DialogStep {
  if (pressed.type === 'merged') return { type: 'open', dialog: typed(dialog, pressed.text) };
  if (pressed.name !== 'enter') return { type: 'open', dialog: edited(dialog, pressed.name) };
  const text = dialog.input.trim();
  if (text !== '' || stage.optional) return answer(dialog, text, wall);
  return { type: 'open', dialog: hinted(dialog, 'some words are needed here') };
}

function answer(dialog: Dialog, text: string, wall: number): DialogStep {
  return stageAfter({ spec: dialog.spec, answers: [...dialog.answers, text], wall });
}

function stageAfter({
  spec,
  answers,
  wall,
}: {
  spec: DialogSpec;
  answers: readonly string[];
  wall: number;
}): DialogStep {
  const next = spec.next(answers);
  if (next.type === 'send' || next.type === 'leave' || next.type === 'close') {
    return { type: 'submit', submit: next };
  }
  return { type: 'open', dialog: { spec, answers, stage: next, input: '', shownAt: wall, hint: undefined } };
}

function edited(dialog: Dialog, key: string): Dialog {
  if (key === 'backspace' || key === 'delete') {
    return { ...dialog, input: [...dialog.input].slice(0, -1).join(''), hint: undefined };
  }
  return [...key].length === 1 ? typed(dialog, key) : dialog;
}

function typed(dialog: Dialog, text: string): Dialog {
  const input = [...dialog.input, ...printableOf(text)].slice(0, maxInput).join('');
  return { ...dialog, input, hint: undefined };
}

function hinted(dialog: Dialog, hint: string): Dialog {
  return { ...dialog, hint };
}

const maxInput = 400;
