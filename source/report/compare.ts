import { nameWithoutDates } from '../run/lengths.ts';
import type { RunRecord } from './record.ts';
import { type RunFacts, runFacts } from './run-facts.ts';
import { allStepFacts, type StepFacts } from './step-facts.ts';

/** Two runs side by side: `a` is what the other one is held against. */
export type Comparison = {
  readonly a: RunFacts;
  readonly b: RunFacts;
  /** In the order of `b`. */
  readonly steps: readonly StepPair[];
  readonly onlyA: readonly StepFacts[];
  readonly onlyB: readonly StepFacts[];
};

export type StepPair = {
  readonly a: StepFacts;
  readonly b: StepFacts;
  readonly matchedBy: 'id' | 'title';
  /** How much later `b` began than `a`, both from their anchors, and how much longer it took. Milliseconds. */
  readonly later: number | undefined;
  readonly longer: number | undefined;
};

/** Steps are matched by their ids; what is left by its title without dates, where no other one is called so. */
export function compareRuns(a: RunRecord, b: RunRecord): Comparison {
  const ofA = allStepFacts(a.state);
  const ofB = allStepFacts(b.state);
  const steps = pairsOf(ofA, ofB);
  const paired = new Set(steps.flatMap((pair) => [pair.a, pair.b]));
  return {
    a: runFacts(a),
    b: runFacts(b),
    steps,
    onlyA: ofA.filter((step) => !paired.has(step)),
    onlyB: ofB.filter((step) => !paired.has(step)),
  };
}

function pairsOf(ofA: readonly StepFacts[], ofB: readonly StepFacts[]): readonly StepPair[] {
  const ids = new Map(ofA.map((step) => [step.id, step]));
  const known = new Set(ofB.map(({ id }) => id));
  const names = uniqueNames(ofA.filter(({ id }) => !known.has(id)));
  const own = uniqueNames(ofB.filter(({ id }) => !ids.has(id)));
  return ofB.flatMap((b) => {
    const same = ids.get(b.id);
    if (same !== undefined) return [pairOf(same, b, 'id')];
    const name = nameWithoutDates(b.title);
    const alike = own.get(name) === b ? names.get(name) : undefined;
    return alike === undefined ? [] : [pairOf(alike, b, 'title')];
  });
}

function uniqueNames(steps: readonly StepFacts[]): ReadonlyMap<string, StepFacts> {
  const byName = Map.groupBy(steps, ({ title }) => nameWithoutDates(title));
  return new Map(
    [...byName].flatMap(([name, [step, ...others]]) =>
      step === undefined || others.length > 0 || name === '' ? [] : [[name, step] as const],
    ),
  );
}

function pairOf(a: StepFacts, b: StepFacts, matchedBy: StepPair['matchedBy']): StepPair {
  return {
    a,
    b,
    matchedBy,
    later: a.anchor === b.anchor ? difference(a.offset, b.offset) : undefined,
    longer: difference(a.took, b.took),
  };
}

function difference(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined || b === undefined ? undefined : b - a;
}
