import { formatDuration, formatOffset } from '../duration.ts';
import type { Step } from '../plan.ts';
import type { Finding } from '../problem-list.ts';
import type { Look } from './look.ts';

/** Steps due before something that they wait for has ended as planned. Of votes `findVotes` speaks. */
export function findOverlaps({ steps, places }: Look): readonly Finding[] {
  const byId = new Map(steps.map((step) => [step.id, step]));
  return steps.flatMap((step) => {
    const { offset, anchor } = step;
    if (offset === undefined || anchor === undefined) return [];
    const longest = step.after
      .flatMap((id) => byId.get(id) ?? [])
      .filter((other) => !other.decision && endOf(other) > offset)
      .toSorted((a, b) => endOf(b) - endOf(a))[0];
    if (longest === undefined) return [];
    const over = endOf(longest) - offset;
    return [
      {
        ...places.due(step),
        message: `this step waits for \`${longest.id}\`, which is planned to end ${formatDuration(over)} later`,
        mend: `begin it at ${anchor} ${withSign(endOf(longest))}, plan less than \`for=${formatDuration(longest.duration)}\` there, or say what it waits for: \`after=\``,
      },
    ];
  });
}

function endOf({ offset, duration }: Step): number {
  return offset === undefined ? Number.NEGATIVE_INFINITY : offset + duration;
}

function withSign(offset: number): string {
  return formatOffset(offset).replace(/^([+-])/, '$1 ');
}
