import { nameOf } from '../../run/words.ts';
import { noReturnLines, noReturnWord } from '../words/no-return.ts';
import type { StepAsker } from './asker.ts';
import type { DialogSpec, Sending } from './dialog.ts';

/** Asked once more, after everything else, before a step begins that can't be undone. */
export function noReturnDialog({ step }: Pick<StepAsker, 'step'>, meant: Sending): DialogSpec {
  return {
    title: `NO RETURN: ${nameOf(step)}`,
    danger: true,
    step: step.id,
    body: ({ state }) => noReturnLines(state, step),
    next: ([word]) =>
      word === undefined
        ? { type: 'word', ask: `Type ${noReturnWord} (there is no way back)`, words: [noReturnWord] }
        : meant,
  };
}
