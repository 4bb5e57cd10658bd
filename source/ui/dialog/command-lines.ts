import { targetsOf } from '../../plan/plan.ts';
import { foldTargets } from '../../run/words.ts';
import { actionWords } from '../words/action-words.ts';
import { textOf } from './action-text.ts';
import type { StepAsker } from './asker.ts';
import type { CodeLine } from './dialog.ts';

/** The beginning of each action as it runs in this run, from `from` on; one that was edited says so. */
export function commandLines({ step, own }: Pick<StepAsker, 'step' | 'own'>, from = 0): readonly CodeLine[] {
  const actions = step.actions.slice(from);
  const most = actions.length > 2 ? 1 : actions.length === 2 ? 2 : 4;
  return actions.flatMap((action) => {
    const place = step.actions.length > 1 ? `action ${action.index + 1} of ${step.actions.length}, ` : '';
    const edited = own.edits[action.index] === undefined ? '' : ', EDITED for this run';
    const where = actions.length > 1 ? ` on ${foldTargets(targetsOf(action.on))}` : '';
    const lines = textOf(own, action)
      .split('\n')
      .filter((line) => line.trim() !== '');
    const more = lines.length - most;
    return [
      {
        text: `${place}${[`${action.kind}${where}`, ...actionWords(action)].join(', ')}${edited}:`,
        tone: 'dim' as const,
      },
      ...lines.slice(0, most).map((text) => ({ text: `  ${text}` })),
      ...(more > 0
        ? [{ text: `  … and ${more} more ${more === 1 ? 'line' : 'lines'}`, tone: 'dim' as const }]
        : []),
    ];
  });
}
