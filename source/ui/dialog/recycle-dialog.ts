import { nameOf } from '../../run/words.ts';
import { type Recycling, recycleBody, recycleLines, recyclingTo } from '../words/recycle-lines.ts';
import { type Asker, aboutStep, type StepAsker } from './asker.ts';
import type { DialogSpec } from './dialog.ts';
import { reasonStage, sending } from './step-dialogs.ts';

/** Back to an earlier step: what begins anew, a reason, and the step's own word. */
export function recycleDialog({ step, ...asker }: StepAsker, said?: string | undefined): DialogSpec {
  const known = stepsOf(recyclingTo(asker.state, step.id, asker.now));
  const recycling = (now: Asker): Recycling | undefined => recyclingTo(now.state, step.id, now.now);
  return {
    title: `BACK TO: ${nameOf(step)}`,
    danger: true,
    step: step.id,
    body: (now) => {
      const made = recycling(now);
      return made === undefined ? ['That can not be done now.'] : recycleBody(made, now);
    },
    list: (now) => {
      const made = recycling(now);
      return made === undefined ? [] : recycleLines(made, now.state).map((text) => ({ text }));
    },
    next: (answers, now) => {
      const [reason, word] = said === undefined ? answers : [said, ...answers];
      if (answers.length > 0 && stepsOf(recycling(now)) !== known) {
        const why = 'other steps have begun meanwhile: look again';
        return { type: 'anew', spec: recycleDialog(aboutStep(now, step), reason), why };
      }
      if (reason === undefined) return reasonStage(`Why back to ${step.number}?`);
      if (word === undefined)
        return { type: 'word', ask: `Type the name of the step: ${step.id}`, words: [step.id] };
      return sending({ type: 'recycle', to: step.id, reason, by: now.identity.person });
    },
  };
}

function stepsOf(recycling: Recycling | undefined): string {
  return recycling?.event.steps.join(' ') ?? '';
}
