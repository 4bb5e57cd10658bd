import { onlyLooks, outlivesGonogo } from '../../plan/action-nature.ts';
import type { Action, Step } from '../../plan/plan.ts';
import { runningSteps } from '../../run/select.ts';
import type { RunState } from '../../run/state.ts';
import { stepState } from '../../run/timing.ts';
import { nameOf } from '../../run/words.ts';

/** What becomes of the running steps when gonogo goes: a host keeps a shell's work, what else runs is bound to us. */
export function leavingLines(state: RunState): readonly string[] {
  const running = runningSteps(state);
  const kept = running.filter((step) => {
    const action = underWay(state, step);
    return action !== undefined && outlivesGonogo(action);
  });
  const looking = running.filter((step) => {
    const action = underWay(state, step);
    return action !== undefined && onlyLooks(action);
  });
  const lost = running.filter((step) => !kept.includes(step) && !looking.includes(step));
  const unfinished = kept.filter((step) => (underWay(state, step)?.index ?? 0) < step.actions.length - 1);
  return [
    ...(kept.length === 0
      ? []
      : [`Goes on without gonogo, and is found again with all it wrote: ${names(kept)}.`]),
    ...(unfinished.length === 0
      ? []
      : [`Only the action under way; those after it wait for you: ${names(unfinished)}.`]),
    ...(looking.length === 0
      ? []
      : [`Ends with gonogo; it changes nothing, and is safe to start again: ${names(looking)}.`]),
    ...(lost.length === 0 ? [] : [`Cut off, and unknown when you come back: ${names(lost)}.`]),
  ];
}

function underWay(state: RunState, step: Step): Action | undefined {
  const attempt = stepState(state, step.id).attempts.at(-1);
  return attempt === undefined ? undefined : step.actions[Math.max(attempt.from, attempt.action)];
}

function names(steps: readonly Step[]): string {
  return steps.map(nameOf).join(', ');
}
