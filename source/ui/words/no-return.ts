import { type Step, stepsOf } from '../../plan/plan.ts';
import type { RunState } from '../../run/state.ts';
import { hasBegun } from '../../run/way-back.ts';
import { nameOf } from '../../run/words.ts';

/** Typed before a step that can't be undone begins. */
export const noReturnWord = 'no-return';

/** What beginning this step takes away. */
export function noReturnLines(state: RunState, step: Step): readonly string[] {
  const own = `Once it has begun, ${nameOf(step)} can not be undone any more.`;
  const undone = step.timeline === 'fallback' ? [] : undoneSoFar(state);
  if (undone.length === 0) return [own];
  const named = undone.slice(0, mostNamed).map(nameOf);
  const rest = undone.length > mostNamed ? ` and ${undone.length - mostNamed} more` : '';
  return [
    own,
    `Called now, the fallback would undo ${named.join(', ')}${rest}: be sure that nobody needs that after this.`,
  ];
}

/** What has begun and a step of the fallback is there to undo. */
function undoneSoFar(state: RunState): readonly Step[] {
  const steps = stepsOf(state.plan);
  const undoable = new Set(
    steps.filter(({ timeline }) => timeline === 'fallback').flatMap(({ undoes }) => undoes),
  );
  return steps.filter(({ id }) => undoable.has(id) && hasBegun(state, id));
}

const mostNamed = 5;
