import type { Command } from '../../run/command.ts';
import type { Press } from '../keys.ts';
import { editInput, typeInput } from '../text-input.ts';
import type { Asker } from './asker.ts';

/** A question to the person at the keyboard. */
export type DialogSpec = {
  readonly title: string;
  readonly danger: boolean;
  /** The step it is about. */
  readonly step: string | undefined;
  /** What will happen, a paragraph each, as things are now and after these answers. */
  readonly body: (now: Asker, answers?: readonly string[]) => readonly string[];
  /** What it is about, shown below that as `code` is. */
  readonly list?: (now: Asker, answers: readonly string[]) => readonly CodeLine[];
  /** Shown below it line by line as it is, and scrolled where it is too long: a command, a difference. */
  readonly code?: readonly CodeLine[];
  /** What is asked after these answers, or what follows from them as things are now. */
  readonly next: (answers: readonly string[], now: Asker) => Stage | Submit | Anew | Turn;
};

export type CodeLine = { readonly text: string; readonly tone?: 'good' | 'bad' | 'dim' | undefined };

export type Stage =
  /** Nothing is asked: any key closes it. */
  | { readonly type: 'any'; readonly ask: string }
  /** One of these keys, alone. */
  | { readonly type: 'key'; readonly ask: string; readonly keys: readonly string[] }
  /** One of several ways to go on, by its key alone. */
  | { readonly type: 'choice'; readonly ask: string; readonly choices: readonly Choice[] }
  /** One of these words, typed key by key, then Enter. */
  | { readonly type: 'word'; readonly ask: string; readonly words: readonly string[] }
  /** A line of text, then Enter; a reason is more than a letter or two. */
  | { readonly type: 'text'; readonly ask: string; readonly reason: boolean };

export type Choice = {
  /** As `readPress` names it, in lower case. */
  readonly key: string;
  /** What it will do. */
  readonly label: string;
  /** Why it can't be taken now. */
  readonly refused?: string | undefined;
};

export type Submit =
  | Sending
  /** The text of an action, in the person's editor. */
  | { readonly type: 'edit'; readonly step: string; readonly action: number }
  | { readonly type: 'shell'; readonly step: string | undefined; readonly host: string }
  | { readonly type: 'leave' }
  | { readonly type: 'close' };

export type Sending = {
  readonly type: 'send';
  readonly command: Command;
  /** Sent after it, one by one, as long as nothing is refused. */
  readonly also?: readonly Command[] | undefined;
  /** What is asked about the same step once it is recorded. */
  readonly after?: 'retry' | undefined;
};

/** Things have changed since it was asked: it is asked once more, from the beginning. */
export type Anew = { readonly type: 'anew'; readonly spec: DialogSpec; readonly why: string };

/** A question of its own takes its place. */
export type Turn = { readonly type: 'turn'; readonly spec: DialogSpec };

export type Dialog = {
  readonly spec: DialogSpec;
  /** What its body said when it was opened: it never takes less room than that. */
  readonly opened: readonly string[];
  readonly answers: readonly string[];
  readonly stage: Stage;
  readonly input: string;
  /** First line of the code that is shown. */
  readonly top: number;
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

/** When a key came, or a question; `wall` is monotonic milliseconds. */
export type Moment = { readonly wall: number; readonly asker: Asker };

export function openDialog(spec: DialogSpec, moment: Moment): DialogStep {
  return stageAfter({ spec, opened: spec.body(moment.asker), answers: [], top: 0 }, moment);
}

/** One press at a time. Escape always closes; Enter alone confirms nothing. */
export function press(dialog: Dialog, pressed: Press, moment: Moment): DialogStep {
  if (pressed.type === 'key' && pressed.name === 'esc') return { type: 'submit', submit: { type: 'close' } };
  const by = pressed.type === 'key' ? scrolls[pressed.name] : undefined;
  if (by !== undefined) return { type: 'open', dialog: scrolled(dialog, by, moment.asker) };
  if (moment.wall - dialog.shownAt < guardMs) {
    const burst = dialog.stage.type === 'word' && pressed.type === 'merged';
    return { type: 'open', dialog: burst ? hinted(dialog, tooFast) : dialog };
  }
  switch (dialog.stage.type) {
    case 'any':
      return answer(dialog, '', moment);
    case 'key':
      return pressKey(dialog, dialog.stage, { pressed, moment });
    case 'choice':
      return pressChoice(dialog, dialog.stage, { pressed, moment });
    case 'word':
      return pressWord(dialog, dialog.stage, { pressed, moment });
    case 'text':
      return pressText(dialog, dialog.stage, { pressed, moment });
  }
}

/** All that is shown line by line, as things are now. */
export function codeOf({ spec, answers }: Pick<Dialog, 'spec' | 'answers'>, now: Asker): readonly CodeLine[] {
  return [...(spec.list?.(now, answers) ?? []), ...(spec.code ?? [])];
}

/** Pasted text may be a reason or a note, never a confirmation, and never ends a line. */
export function paste(dialog: Dialog, text: string, wall: number): Dialog {
  if (dialog.stage.type === 'any') return dialog;
  if (dialog.stage.type !== 'text') return hinted(dialog, 'pasted text confirms nothing: type it');
  if (wall - dialog.shownAt < guardMs) return dialog;
  return typed(dialog, text);
}

type Typing = { readonly pressed: Press; readonly moment: Moment };

function pressKey(dialog: Dialog, stage: Stage & { type: 'key' }, { pressed, moment }: Typing): DialogStep {
  const name = pressed.type === 'key' ? pressed.name.toLowerCase() : '';
  if (stage.keys.includes(name)) return answer(dialog, name, moment);
  return { type: 'open', dialog: hinted(dialog, `press ${stage.keys.join(' or ')}, or esc`) };
}

function pressChoice(
  dialog: Dialog,
  { choices }: Stage & { type: 'choice' },
  { pressed, moment }: Typing,
): DialogStep {
  const name = pressed.type === 'key' ? pressed.name.toLowerCase() : '';
  const chosen = choices.find(({ key }) => key === name);
  if (chosen === undefined) {
    const keys = choices.filter(({ refused }) => refused === undefined).map(({ key }) => key);
    return { type: 'open', dialog: hinted(dialog, `press ${keys.join(', ')}, or esc`) };
  }
  if (chosen.refused !== undefined) return { type: 'open', dialog: hinted(dialog, chosen.refused) };
  return answer(dialog, chosen.key, moment);
}

function pressWord(dialog: Dialog, stage: Stage & { type: 'word' }, { pressed, moment }: Typing): DialogStep {
  if (pressed.type === 'merged') {
    // Some of them may be missing: what stands there is not what was meant.
    return { type: 'open', dialog: hinted({ ...dialog, input: '' }, tooFast) };
  }
  if (pressed.name !== 'enter') return { type: 'open', dialog: edited(dialog, pressed.name) };
  const word = dialog.input.trim().replace(/\s+/g, ' ').toLowerCase();
  const match = stage.words.find((candidate) => candidate.toLowerCase() === word);
  if (match !== undefined) return answer(dialog, match, moment);
  // The enter of the same burst: it must not hide why the right word did not count.
  if (dialog.input === '' && dialog.hint === tooFast) return { type: 'open', dialog };
  const hint =
    stage.words.length > mostNamed
      ? 'that is none of them: type one, then enter'
      : `type ${stage.words.join(' or ')}, then enter`;
  return { type: 'open', dialog: hinted({ ...dialog, input: '' }, hint) };
}

function pressText(dialog: Dialog, stage: Stage & { type: 'text' }, { pressed, moment }: Typing): DialogStep {
  if (pressed.type === 'merged') return { type: 'open', dialog: typed(dialog, pressed.text) };
  if (pressed.name !== 'enter') return { type: 'open', dialog: edited(dialog, pressed.name) };
  const text = dialog.input.trim();
  if (text === '') return { type: 'open', dialog: hinted(dialog, 'some words are needed here') };
  if (!stage.reason || saysSomething(text)) return answer(dialog, text, moment);
  return { type: 'open', dialog: hinted(dialog, 'a reason takes two words, or six letters') };
}

/** A reason is read by those who were not there. */
function saysSomething(text: string): boolean {
  return text.split(/\s+/).length >= 2 || [...text].length >= 6;
}

function answer(dialog: Dialog, text: string, moment: Moment): DialogStep {
  return stageAfter({ ...dialog, answers: [...dialog.answers, text] }, moment);
}

function stageAfter(
  { spec, opened, answers, top }: Pick<Dialog, 'spec' | 'opened' | 'answers' | 'top'>,
  moment: Moment,
): DialogStep {
  const next = spec.next(answers, moment.asker);
  if (next.type === 'anew') {
    const again = openDialog(next.spec, moment);
    return again.type === 'open' ? { type: 'open', dialog: hinted(again.dialog, next.why) } : again;
  }
  if (next.type === 'turn') return openDialog(next.spec, moment);
  if (isSubmit(next)) return { type: 'submit', submit: next };
  const asked = { stage: next, input: '', top, shownAt: moment.wall, hint: undefined };
  return { type: 'open', dialog: { spec, opened, answers, ...asked } };
}

function isSubmit(next: Stage | Submit): next is Submit {
  return ['send', 'edit', 'shell', 'leave', 'close'].includes(next.type);
}

function scrolled(dialog: Dialog, by: number, now: Asker): Dialog {
  const last = Math.max(0, codeOf(dialog, now).length - 1);
  return { ...dialog, top: Math.min(last, Math.max(0, dialog.top + by)) };
}

function edited(dialog: Dialog, key: string): Dialog {
  const input = editInput(dialog.input, key);
  const known = input !== dialog.input || key === 'backspace' || key === 'delete' || key.startsWith('ctrl+');
  return known ? { ...dialog, input, hint: undefined } : dialog;
}

function typed(dialog: Dialog, text: string): Dialog {
  return { ...dialog, input: typeInput(dialog.input, text), hint: undefined };
}

function hinted(dialog: Dialog, hint: string): Dialog {
  return { ...dialog, hint };
}

const tooFast = 'keys came too fast: type the word again, slowly';
const mostNamed = 6;
const scrolls: Readonly<Record<string, number>> = { up: -1, down: 1, pageup: -8, pagedown: 8 };
