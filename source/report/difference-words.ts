import { foldTargets } from '../run/words.ts';
import type { StepPair } from './compare.ts';
import type { StepFacts } from './step-facts.ts';
import { plannedWords, troubleWords } from './step-words.ts';

/** What differs between two runs of a step besides its times, and what went wrong in one of them. */
export function differenceWords({ a, b, matchedBy }: StepPair): readonly string[] {
  return [
    ...(matchedBy === 'title' ? [`matched by its title; in A it is ${a.number} ${a.title}`] : []),
    ...plans(a, b),
    ...(a.status === b.status ? [] : [`A ${a.status}, B ${b.status}`]),
    ...ownWords('A', a),
    ...ownWords('B', b),
    ...places('ran', targetsOf(a), targetsOf(b)),
    ...places('failed', a.failed, b.failed),
  ];
}

/** What is particular about a step of one run. */
export function ownWords(name: string, facts: StepFacts): readonly string[] {
  const trouble = troubleWords(facts.results);
  return [
    ...(facts.attempts > 1 ? [`${name} took ${facts.attempts} attempts`] : []),
    ...(facts.byHand ? [`${name} was done by hand`] : []),
    ...(facts.skipped === undefined ? [] : [`${name} was skipped: ${facts.skipped}`]),
    ...(trouble === '' ? [] : [`${name} ${trouble}`]),
  ];
}

function plans(a: StepFacts, b: StepFacts): readonly string[] {
  const [before, after] = [plannedWords(a), plannedWords(b)];
  return before === after
    ? []
    : [`planned ${before || 'without a time'} in A, ${after || 'without a time'} in B`];
}

function places(verb: string, a: readonly string[], b: readonly string[]): readonly string[] {
  const onlyA = a.filter((target) => !b.includes(target));
  const onlyB = b.filter((target) => !a.includes(target));
  return [
    ...(onlyA.length === 0 ? [] : [`${verb} only in A: ${foldTargets(onlyA)}`]),
    ...(onlyB.length === 0 ? [] : [`${verb} only in B: ${foldTargets(onlyB)}`]),
  ];
}

function targetsOf({ results }: StepFacts): readonly string[] {
  return results.map(({ target }) => target);
}
