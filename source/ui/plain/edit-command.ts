import type { Step } from '../../plan/plan.ts';
import type { Command } from '../../run/command.ts';
import { stepState } from '../../run/timing.ts';
import { nameOf } from '../../run/words.ts';
import type { Session } from '../../session/session.ts';
import { textOf } from '../dialog/action-text.ts';
import { editableActions } from '../dialog/work-dialogs.ts';
import { diffOf } from '../text-diff.ts';
import { type Asked, type PlainCommand, problem, type Reading, reasonFrom, withStep } from './command.ts';
import type { LineQueue } from './line-queue.ts';
import { printAll } from './words.ts';

export const editCommand: PlainCommand = {
  name: 'edit',
  usage: 'ID [N] REASON',
  help: 'give action N another text for this run: the lines after it, up to a line with only a dot',
  read: readEdit,
};

/** What is to be edited. The lines after it are a text even where it is refused: they are never commands. */
export type EditReading = Extract<Reading, { type: 'problem' }> | EditOrder;

export type EditOrder = {
  readonly type: 'order';
  readonly step: Step;
  readonly action: number;
  readonly reason: string;
};

function readEdit(asked: Asked): Reading {
  const reading = withStep(asked, asked.words[0], (step) => editOf(asked, step));
  return reading.type === 'problem' ? { type: 'edit', reading } : reading;
}

function editOf({ words, state }: Asked, step: Step): Reading {
  const own = stepState(state, step.id);
  const actions = editableActions({ step, own });
  const numbered = /^\d{1,3}$/.test(words[1] ?? '');
  const only = actions.length === 1 || own.status === 'failed' ? actions[0]?.index : undefined;
  const action = numbered ? Number(words[1]) - 1 : only;
  if (actions.length === 0) return problem(`${nameOf(step)} has no command to edit.`);
  if (action === undefined) {
    const known = actions.map(({ index }) => index + 1).join(' or ');
    return problem(`which action, ${known}? Type: edit ${step.id} N REASON`);
  }
  const reason = reasonFrom(words, numbered ? 2 : 1) ?? '';
  if (reason === '') return problem(`changing what runs needs a reason. Type: edit ${step.id} REASON`);
  return { type: 'edit', reading: { type: 'order', step, action, reason } };
}

export type EditLines = {
  readonly reading: EditReading;
  readonly session: Session;
  readonly lines: LineQueue;
  /** Resolves when the run is over. */
  readonly ended: Promise<true>;
  /** Whether a person types, who needs to see what there is. */
  readonly person: boolean;
  readonly print: (line: string) => void;
};

/** Reads the new text; the command it makes, or undefined where nothing is to be changed. */
export async function takeText(edit: EditLines): Promise<Command | undefined> {
  const { reading, session, lines, ended, person, print } = edit;
  if (reading.type === 'problem') {
    print(`refused: ${reading.message}`);
    print('what follows is left out, up to a line with only a dot');
  } else if (person) {
    const { step, action } = reading;
    printAll(
      print,
      textBefore(session, step, action)
        .split('\n')
        .map((line) => `  | ${line}`),
    );
    print('Type its new text; a line with only a dot ends it, and a dot at once changes nothing.');
  }
  const typed: string[] = [];
  for (;;) {
    const line = await Promise.race([lines.next(), ended]);
    if (line === true) return undefined;
    if (line === undefined) {
      print('refused: the input ended before a line with only a dot; nothing was changed');
      return undefined;
    }
    if (line === '.') break;
    if (!person) print(`> ${line}`);
    typed.push(line);
  }
  if (reading.type === 'problem') return undefined;
  if (typed.length === 0) {
    print('nothing was changed');
    return undefined;
  }
  return commandFor(reading, session, typed);
}

function commandFor(
  { step, action, reason }: EditOrder,
  session: Session,
  typed: readonly string[],
): Command {
  const before = textBefore(session, step, action);
  const text = `${typed.join('\n')}${before.endsWith('\n') ? '\n' : ''}`;
  const name = `${step.id}-${action + 1}.${step.actions[action]?.kind ?? 'txt'}`;
  const diff = diffOf({ name, before, after: text });
  return { type: 'edit', step: step.id, action, text, diff, reason, by: session.identity.person };
}

function textBefore(session: Session, step: Step, index: number): string {
  const action = step.actions[index];
  return action === undefined ? '' : textOf(stepState(session.state(), step.id), action);
}
