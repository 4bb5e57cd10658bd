import { findRole } from '../../plan/owners.ts';
import { type Step, stepsOf } from '../../plan/plan.ts';
import { suggestion } from '../../plan/suggest.ts';
import type { Command } from '../../run/command.ts';
import { findStep } from '../../run/select.ts';
import type { RunState } from '../../run/state.ts';
import { nameOf } from '../../run/words.ts';
import type { Identity } from '../../session/session.ts';
import type { EditReading } from './edit-command.ts';

/** One command of the plain line mode: a row of the table that reads lines and makes the help. */
export type PlainCommand = {
  readonly name: string;
  /** What follows the name: `ID [REASON]`. */
  readonly usage: string;
  /** One line for the help. */
  readonly help: string;
  readonly read: (asked: Asked) => Reading;
};

/** A typed line after its first word, and what it is about. */
export type Asked = {
  readonly words: readonly string[];
  readonly state: RunState;
  readonly identity: Identity;
  /** Session's clock, epoch milliseconds. */
  readonly now: number;
};

export type Reading =
  | { readonly type: 'send'; readonly command: Command }
  /** One after the other, until one is refused. */
  | { readonly type: 'send-all'; readonly commands: readonly Command[] }
  /** The lines that follow are its text. */
  | { readonly type: 'edit'; readonly reading: EditReading }
  | { readonly type: 'hosts'; readonly step: Step }
  /** Until an attempt of the step is over. */
  | { readonly type: 'wait-step'; readonly step: Step }
  /** Until this moment, epoch milliseconds. */
  | { readonly type: 'wait-until'; readonly at: number }
  | { readonly type: 'status' }
  | { readonly type: 'log'; readonly step: Step; readonly target: string | undefined }
  | { readonly type: 'help'; readonly name: string | undefined }
  | { readonly type: 'quit'; readonly now: boolean }
  | { readonly type: 'problem'; readonly message: string };

export function send(command: Command): Reading {
  return { type: 'send', command };
}

export function problem(message: string): Reading {
  return { type: 'problem', message };
}

/** Words from the given one on as one text; undefined if there are none. */
export function textFrom(words: readonly string[], index: number): string | undefined {
  const text = words.slice(index).join(' ');
  return text === '' ? undefined : text;
}

/** The same; `because` before a reason reads well and means nothing. */
export function reasonFrom(words: readonly string[], index: number): string | undefined {
  return textFrom(words, words[index]?.toLowerCase() === 'because' ? index + 1 : index);
}

/** Goes on with the step that a word names, by its id or number, or says what is wrong with it. */
export function withStep(asked: Asked, word: string | undefined, go: (step: Step) => Reading): Reading {
  if (word === undefined) {
    return problem('which step? Give its id or its number.');
  }
  const step = findStep(asked.state, word);
  if (step !== undefined) {
    return go(step);
  }
  const hint = suggestion(
    word,
    stepsOf(asked.state.plan).map(({ id }) => id),
  );
  return problem(`there is no step ${word} in this plan${hint === undefined ? '.' : `; ${hint}`}`);
}

/** The same; a critical step takes its own id, since a number is too easily another's. `typed`: what came before. */
export function withTypedStep(
  { asked, typed }: { readonly asked: Asked; readonly typed: string },
  word: string | undefined,
  go: (step: Step) => Reading,
): Reading {
  return withStep(asked, word, (step) =>
    step.critical && word !== step.id
      ? problem(`${nameOf(step)} is critical: type its id. Type: ${typed} ${step.id}`)
      : go(step),
  );
}

/** Id of the role a word names, by its id or label in any case of letters. */
export function roleNamed({ state }: Asked, word: string | undefined): string | undefined {
  return word === undefined ? undefined : findRole(word, state.plan.roles)?.id;
}
