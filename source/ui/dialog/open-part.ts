import { includedTargets, openWork } from '../../run/open-work.ts';
import { foldTargets } from '../../run/words.ts';
import type { StepAsker } from './asker.ts';

/** What a retry of only what is open would run, in words; undefined where that is everything. */
export function openPart({
  state,
  step,
  own,
}: Pick<StepAsker, 'state' | 'step' | 'own'>): string | undefined {
  const open = openWork(state, step, own);
  if (open === undefined || step.actions.length === 0) return undefined;
  const action = step.actions[open.from];
  if (action === undefined) return 'nothing is left to run, it goes on to what people check and sign';
  const all = includedTargets(state, action);
  const targets = open.targets ?? all;
  if (open.from === 0 && targets.length === all.length) return undefined;
  const count = step.actions.length;
  const place = count > 1 ? `action ${action.index + 1} of ${count} ` : '';
  const after = count - action.index - 1;
  const rest = after === 0 ? '' : after === 1 ? ', then the one after it' : `, then the ${after} after it`;
  return `${place}on ${foldTargets(targets)}${rest}`;
}
