import { isEditable } from '../../plan/action-nature.ts';
import type { Action } from '../../plan/plan.ts';
import { heldBackBy, missingFor } from '../../run/readiness.ts';
import { nameOf } from '../../run/words.ts';
import { changedLines } from '../text-diff.ts';
import { textOf } from './action-text.ts';
import type { StepAsker } from './asker.ts';
import type { CodeLine, DialogSpec } from './dialog.ts';
import { overWord, reasonStage, sending, stepWord } from './step-dialogs.ts';

/** The person did the work by other means. Where it is not its turn that takes the step's own word, like a start. */
export function byHandDialog({ state, identity, now, step, own }: StepAsker): DialogSpec {
  const missing = own.status === 'waiting' ? missingFor(state, step, now) : [];
  const held = missing.length > 0 && heldBackBy(state, step).length > 0;
  return {
    title: `Done by hand: ${nameOf(step)}`,
    danger: true,
    step: step.id,
    body: () => [
      ...(missing.length === 0 ? [] : [`It is not its turn: ${missing.join('; ')}.`]),
      'You say that its work was done by other means: gonogo runs nothing. What people check and sign still follows.',
    ],
    next: ([reason, word]) => {
      if (reason === undefined) return reasonStage('What was done, and why by hand?');
      if (word === undefined && step.critical) return stepWord(step.id);
      if (word === undefined && held) return overWord(step.id);
      return sending({ type: 'do-by-hand', step: step.id, reason, by: identity.person });
    },
  };
}

/** Actions whose text can be edited; after a failure the one that failed comes first. */
export function editableActions({ step, own }: Pick<StepAsker, 'step' | 'own'>): readonly Action[] {
  const editable = step.actions.filter(isEditable);
  const at = own.attempts.at(-1)?.action;
  return [...editable].sort((a, b) => Number(b.index === at) - Number(a.index === at));
}

/** Which of several; one alone is opened at once. */
export function editDialog(asker: StepAsker): DialogSpec {
  const { step, own } = asker;
  const actions = editableActions(asker).slice(0, mostActions);
  return {
    title: `Edit: ${nameOf(step)}`,
    danger: false,
    step: step.id,
    body: () => [
      'It opens in your editor. The plan itself stays as it is; the difference and its reason are recorded.',
    ],
    next: ([key]) => {
      const action = actions.length === 1 ? actions[0] : actions[Number(key) - 1];
      if (action !== undefined) return { type: 'edit', step: step.id, action: action.index };
      const choices = actions.map((one, index) => ({
        key: String(index + 1),
        label: `action ${one.index + 1} of ${step.actions.length}, ${one.kind}: ${firstLine(textOf(own, one))}`,
      }));
      return { type: 'choice', ask: 'Which one?', choices };
    },
  };
}

const mostActions = 9;

function firstLine(text: string): string {
  return (
    text
      .split('\n')
      .find((line) => line.trim() !== '')
      ?.trim() ?? ''
  );
}

export type Edited = { readonly action: Action; readonly text: string; readonly diff: string };

/** The difference, and why; after it the question how the step goes on. */
export function editedDialog({ identity, step, own }: StepAsker, { action, text, diff }: Edited): DialogSpec {
  const which =
    step.actions.length > 1 ? `action ${action.index + 1} of ${step.actions.length}` : 'its command';
  return {
    title: `Edited: ${nameOf(step)}`,
    danger: true,
    step: step.id,
    body: () => [`From the next attempt on, for this run only, ${which} is changed like this:`],
    code: changedLines(diff).map((line) => ({ text: line, tone: toneOf(line) })),
    next: ([reason]) => {
      if (reason === undefined) return reasonStage('Why is it changed?');
      const by = identity.person;
      const command = { type: 'edit', step: step.id, action: action.index, text, diff, reason, by } as const;
      return { type: 'send', command, after: own.status === 'failed' ? 'retry' : undefined };
    },
  };
}

function toneOf(line: string): CodeLine['tone'] {
  if (line.startsWith('+')) return 'good';
  if (line.startsWith('-')) return 'bad';
  return line.startsWith('@@') || line.startsWith('\\') ? 'dim' : undefined;
}
