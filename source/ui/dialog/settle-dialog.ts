import { decide } from '../../run/decide.ts';
import { interruptedWork, nameOf } from '../../run/words.ts';
import type { Asker, StepAsker } from './asker.ts';
import type { DialogSpec } from './dialog.ts';
import { reasonStage, sending } from './step-dialogs.ts';

/** A person says what nobody could see, or has it looked for once more. */
export function settleDialog({ identity, step, own }: StepAsker): DialogSpec {
  const by = identity.person;
  const attempt = own.attempts.at(-1);
  const canLook = ({ state, now }: Asker): boolean =>
    decide(state, { type: 'reattach', step: step.id, by }, now).type === 'accepted';
  return {
    title: `What happened? ${nameOf(step)}`,
    danger: true,
    step: step.id,
    body: (now) => [
      `${attempt === undefined || attempt.detail === '' ? '' : `Attempt ${attempt.number}: ${attempt.detail}. `}Nobody here can tell how it ended.`,
      ...(attempt === undefined ? [] : interruptedWork(step, attempt)),
      ...(canLook(now) ? ['look: look for it on the host once more; nothing is started there.'] : []),
      'succeeded, failed: look on the host itself, then say it here. retry: it failed, and how it goes on is asked next.',
    ],
    next: ([word, reason], now) => {
      if (word === undefined) {
        const words = ['succeeded', 'failed', 'retry', ...(canLook(now) ? ['look'] : [])];
        return { type: 'word', ask: `Type ${listed(words)}`, words: canLook(now) ? [...words, 'l'] : words };
      }
      if (word === 'look' || word === 'l') return sending({ type: 'reattach', step: step.id, by });
      if (reason === undefined) return reasonStage('How do you know?');
      const outcome = word === 'succeeded' ? 'succeeded' : 'failed';
      const after = word === 'retry' ? 'retry' : undefined;
      return { type: 'send', command: { type: 'settle', step: step.id, outcome, reason, by }, after };
    },
  };
}

function listed(words: readonly string[]): string {
  return `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
}
