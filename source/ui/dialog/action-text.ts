import type { Action } from '../../plan/plan.ts';
import type { StepState } from '../../run/state.ts';

/** What runs in this run. */
export function textOf({ edits }: Pick<StepState, 'edits'>, { index, text }: Action): string {
  return edits[index]?.text ?? text;
}
