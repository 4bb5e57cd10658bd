import type { Step } from '../plan.ts';
import type { Finding } from '../problem-list.ts';
import { timelineOf } from '../schedule.ts';
import type { Look } from './look.ts';
import { leavesTraces } from './nature.ts';

/**
 * Steps of the fallback that could take something back, and don't say what, while there are changes that nothing
 * takes back. Such a step is thought to be needed at every D.
 */
export function findUndoes({ plan, steps, places }: Look): readonly Finding[] {
  const fallback = timelineOf(plan, 'fallback');
  if (fallback === undefined) return [];
  const undone = new Set(fallback.steps.flatMap(({ undoes }) => undoes));
  const left = steps.filter(
    (step) =>
      step.timeline === 'main' &&
      !step.noReturn &&
      !undone.has(step.id) &&
      leavesTraces(step) &&
      reaches(step),
  );
  const silent = fallback.steps.filter(
    (step) => step.undoes.length === 0 && leavesTraces(step) && reaches(step) && left.length > 0,
  );
  if (undone.size === 0 && silent.length > 0) {
    return [
      {
        ...places.line(fallback.line),
        message: 'no step here says what it undoes, so all of them are needed at every D',
        mend: `write it down where it is so: \`{undoes=${left[0]?.id ?? 'id'}}\``,
      },
    ];
  }
  return silent.map((step) => ({
    ...places.title(step),
    message: `this step says not what it undoes, and nothing undoes ${named(left)}`,
    mend: `add \`undoes=${left[0]?.id ?? 'id'}\`, where that is so; then it is left out when there is nothing to undo`,
  }));
}

/** By hand, a title is too little to go by. */
function reaches({ actions }: Step): boolean {
  return actions.some(({ on }) => on.type === 'hosts' || on.type === 'database');
}

function named(steps: readonly Step[]): string {
  const some = steps.slice(0, 3).map(({ id }) => `\`${id}\``);
  return `${some.join(', ')}${steps.length > some.length ? ', ...' : ''}`;
}
