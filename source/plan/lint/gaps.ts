import { formatDuration } from '../duration.ts';
import type { Finding } from '../problem-list.ts';
import type { Usual } from '../usual.ts';
import type { Look } from './look.ts';

/** A gap counts when it is both so many times, and so much longer than nine of ten runs took. */
const TIMES = 2;
const LONGER = 5 * 60_000;

/** Steps whose length is the gap to the next offset, though none ever took nearly as long. */
export function findLongGaps({ steps, places, usuals }: Look): readonly Finding[] {
  return steps.flatMap((step) => {
    const usual = usuals.get(step.id);
    // Rehearsed lengths were made from the plan's own, and can't speak against it.
    if (usual?.source !== 'run' || step.hold || places.attribute(step, 'for') !== undefined) return [];
    const { duration } = step;
    if (duration <= usual.p90 * TIMES || duration - usual.p90 <= LONGER) return [];
    return [
      {
        ...places.due(step),
        message: `counted as ${formatDuration(duration)}, the gap to the next offset; ${told(usual)}`,
        mend: `say how long it takes: \`for=${rounded(usual.p90)}\`. What is left is a hold, or time to win`,
      },
    ];
  });
}

function told({ p50, p90, count }: Usual): string {
  const runs = `${count} run${count === 1 ? '' : 's'}`;
  return `usually ${formatDuration(p50)}, nine times in ten at most ${formatDuration(p90)} (${runs})`;
}

/** Up to the next minute. */
function rounded(ms: number): string {
  return formatDuration(Math.max(1, Math.ceil(ms / 60_000)) * 60_000);
}
