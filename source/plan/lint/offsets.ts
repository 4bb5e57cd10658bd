import { placeOf } from '../markdown.ts';
import type { Step } from '../plan.ts';
import type { Finding } from '../problem-list.ts';
import type { Look } from './look.ts';
import { dueOf } from './when.ts';

/** Steps that stand in the text before or after their time, as a slip of the pen leaves them. */
export function findOffsets(look: Look): readonly Finding[] {
  return listsOf(look).flatMap((steps) => {
    const kept = longestInOrder(steps.map(({ offset = 0 }) => offset));
    return steps.flatMap((step, index) =>
      kept.has(index) ? [] : [finding({ step, index, steps, kept, look })],
    );
  });
}

/** The timed steps of a timeline under one heading, as they are written: another heading may begin anew. */
function listsOf({ plan, root, places }: Look): readonly (readonly Step[])[] {
  const headings = root.children
    .filter(({ type }) => type === 'heading')
    .map((heading) => placeOf(heading).start);
  return plan.timelines.flatMap(({ steps }) => {
    const timed = steps.filter(({ offset }) => offset !== undefined).toSorted((a, b) => a.line - b.line);
    const lists = Map.groupBy(timed, ({ line }) =>
      headings.findLastIndex((heading) => heading < places.line(line).offset),
    );
    return [...lists.values()];
  });
}

/** The indexes of a longest row of numbers that never falls: whatever is left stands in the wrong place. */
function longestInOrder(numbers: readonly number[]): ReadonlySet<number> {
  const ends: number[] = [];
  const before: (number | undefined)[] = [];
  numbers.forEach((number, index) => {
    const found = ends.findIndex((end) => (numbers[end] ?? 0) > number);
    const place = found < 0 ? ends.length : found;
    before.push(ends[place - 1]);
    ends[place] = index;
  });
  const row = new Set<number>();
  for (let index = ends.at(-1); index !== undefined; index = before[index]) row.add(index);
  return row;
}

function finding({
  step,
  index,
  steps,
  kept,
  look: { places },
}: {
  readonly step: Step;
  readonly index: number;
  readonly steps: readonly Step[];
  readonly kept: ReadonlySet<number>;
  readonly look: Look;
}): Finding {
  const { offset: own = 0 } = step;
  const neighbour = steps.find((other, at) => {
    const { offset = 0 } = other;
    return kept.has(at) && (at < index ? offset > own : offset < own);
  });
  const wrong = neighbour ?? step;
  const where = wrong.line < step.line ? 'stands below' : 'stands above';
  return {
    ...places.due(step),
    message: `out of order: ${dueOf(step)} ${where} ${dueOf(wrong)} (line ${wrong.line})`,
    mend: 'correct the offset, or move the step: the clock goes by the offset, not by the place in the text',
  };
}
