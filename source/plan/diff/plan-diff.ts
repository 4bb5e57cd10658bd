import { formatDuration } from '../duration.ts';
import type { Plan, Step } from '../plan.ts';
import { stepsOf } from '../plan.ts';
import { frontFields } from './front-fields.ts';
import { matchSteps } from './match-steps.ts';
import { retell } from './retell.ts';
import { type Field, stepFields } from './step-fields.ts';

/** A value that is other in the second plan; undefined: the plan says nothing of it. */
export type Change = {
  readonly name: string;
  readonly before: string | undefined;
  readonly after: string | undefined;
};

export type StepChange =
  | { readonly type: 'added'; readonly after: Step }
  | { readonly type: 'removed'; readonly before: Step }
  | {
      readonly type: 'changed';
      readonly before: Step;
      readonly after: Step;
      readonly changes: readonly Change[];
    };

export type PlanDiff = {
  readonly front: readonly Change[];
  /** In the order of the second plan; what was removed stands where it was. */
  readonly steps: readonly StepChange[];
  /** How many steps are in both and say the same. */
  readonly same: number;
};

/** What the second plan says otherwise than the first, step by step. */
export function diffPlans(before: Plan, after: Plan): PlanDiff {
  const pairs = matchSteps(stepsOf(before), stepsOf(after));
  const steps = pairs.flatMap((pair): readonly StepChange[] => {
    if (pair.before === undefined) return [{ type: 'added', after: pair.after }];
    if (pair.after === undefined) return [{ type: 'removed', before: pair.before }];
    const all = changesOf(stepFields(pair.before, before), stepFields(pair.after, after));
    const changes = all
      .filter((change) => !comesToTheSame(change.name, pair) && !isRetold(change, before.vars, after.vars))
      .map((change) => (change.name === 'for' ? withLengths(change, pair) : change));
    return changes.length === 0 ? [] : [{ type: 'changed', before: pair.before, after: pair.after, changes }];
  });
  const both = pairs.filter((pair) => pair.before !== undefined && pair.after !== undefined).length;
  return {
    front: changesOf(frontFields(before), frontFields(after)),
    steps,
    same: both - steps.filter(({ type }) => type === 'changed').length,
  };
}

/** Written in one plan, and what follows anyhow in the other. */
function comesToTheSame(name: string, { before, after }: { before: Step; after: Step }): boolean {
  if (name === 'for') return before.duration === after.duration;
  if (name === 'after') return before.after.toSorted().join() === after.after.toSorted().join();
  return false;
}

/** A length is told also where it only reaches to the next step: there is one all the same. */
function withLengths(change: Change, { before, after }: { before: Step; after: Step }): Change {
  const told = (value: string | undefined, { duration }: Step) =>
    value ?? (duration === 0 ? undefined : `${formatDuration(duration)}, until the next step`);
  return { ...change, before: told(change.before, before), after: told(change.after, after) };
}

/** Only a variable has another value, and that is told with the front matter. */
function isRetold({ name, before, after }: Change, from: Plan['vars'], to: Plan['vars']): boolean {
  if (!RETOLD.has(name) || before === undefined) return false;
  return retell(before, { from, to }) === after;
}

/** What `{{name}}` stands in. */
const RETOLD: ReadonlySet<string> = new Set(['title', 'instructions', 'checklist']);

function changesOf(before: readonly Field[], after: readonly Field[]): readonly Change[] {
  const [old, made] = [new Map(before), new Map(after)];
  return [...new Set([...old.keys(), ...made.keys()])]
    .map((name) => ({ name, before: old.get(name), after: made.get(name) }))
    .filter((change) => change.before !== change.after);
}
