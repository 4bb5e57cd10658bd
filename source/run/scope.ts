import type { Usuals } from '../plan/usual.ts';
import type { ScopeChange } from './command.ts';
import type { RunState } from './state.ts';
import { lengthOfWayBack, type Need, neededSteps } from './way-back.ts';

/** A step of the fallback: whether it will be done, and what a person changed of that. */
export type ScopedStep = Need & { readonly done: boolean; readonly change: ScopeChange | undefined };

/** The fallback as it would be called now. */
export type Scope = {
  /** In the order of the plan. */
  readonly steps: readonly ScopedStep[];
  /** Milliseconds. */
  readonly length: number;
};

export type ScopeFacts = {
  readonly state: RunState;
  readonly changes?: readonly ScopeChange[] | undefined;
  readonly usuals?: Usuals | undefined;
};

export function scopeOf({ state, changes = [], usuals }: ScopeFacts): Scope {
  const steps = neededSteps(state).map((need): ScopedStep => {
    const change = changes.find((each) => each.step === need.step.id && each.needed !== need.needed);
    return { ...need, done: change?.needed ?? need.needed, change };
  });
  const without = new Set(steps.filter(({ done }) => !done).map(({ step }) => step.id));
  return { steps, length: lengthOfWayBack(state.plan, without, usuals) };
}

/** The same as long as the same steps are needed. */
export function scopeKey(state: RunState): string {
  return neededSteps(state)
    .map(({ step, needed }) => `${step.id} ${needed}`)
    .join('\n');
}
