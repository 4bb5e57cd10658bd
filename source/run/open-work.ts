import { type Action, type Step, targetsOf } from '../plan/plan.ts';
import type { Attempt, RunState, StepState } from './state.ts';

/** Where a retry of only what did not end well goes on. */
export type OpenWork = {
  /** Index of its first action; the number of actions where nothing is left. */
  readonly from: number;
  /** The targets of that action; undefined: all of them. */
  readonly targets: readonly string[] | undefined;
};

export type ActionOfAttempt = {
  readonly state: Pick<RunState, 'excluded'>;
  readonly step: Step;
  readonly attempt: Attempt;
  readonly action: Action;
};

/**
 * What an action runs on in this attempt: not on excluded hosts, on what a retry left out, or where it has ended well.
 * A host that was taken in again is not begun in the middle: where it missed an action it gets none of those after it.
 */
export function attemptTargets({ state, step, attempt, action }: ActionOfAttempt): readonly string[] {
  const { from, only } = attempt;
  const missed = (target: string) =>
    step.actions
      .slice(0, action.index)
      .some(({ on, index }) => targetsOf(on).includes(target) && !hasDone(attempt, index, target));
  return openTargets({ state, attempt, action }).filter(
    (target) => !missed(target) && (action.index !== from || only === undefined || only.includes(target)),
  );
}

/** What an action runs on, without the hosts that a person excluded. */
export function includedTargets({ excluded }: Pick<RunState, 'excluded'>, { on }: Action): readonly string[] {
  return targetsOf(on).filter((target) => !Object.hasOwn(excluded, target));
}

/**
 * What the last attempt, and those that it went on from, left open: the first action that has not ended well on every
 * host that is in. Undefined: there was none, or it began nothing, so that all of it is open.
 */
export function openWork(
  state: Pick<RunState, 'excluded'>,
  step: Step,
  own: StepState,
): OpenWork | undefined {
  const attempt = own.attempts.at(-1);
  if (attempt === undefined || attempt.byHand) return undefined;
  const action = step.actions.find((each) => openTargets({ state, attempt, action: each }).length > 0);
  if (action === undefined) return { from: step.actions.length, targets: undefined };
  const targets = openTargets({ state, attempt, action });
  const begun = action.index <= Math.max(attempt.action, attempt.only === undefined ? -1 : attempt.from);
  if (begun || targets.length < includedTargets(state, action).length) return { from: action.index, targets };
  return action.index === 0 ? undefined : { from: action.index, targets: undefined };
}

function openTargets({ state, attempt, action }: Omit<ActionOfAttempt, 'step'>): readonly string[] {
  return includedTargets(state, action).filter((target) => !hasDone(attempt, action.index, target));
}

function hasDone({ done }: Attempt, action: number, target: string): boolean {
  return done[action]?.includes(target) === true;
}
