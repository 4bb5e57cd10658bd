import type { Finding } from '../problem-list.ts';
import { timelineOf } from '../schedule.ts';
import type { Look } from './look.ts';
import { closes, opens } from './nature.ts';

/** A fallback that leaves the service closed: maintenance mode goes on, and nothing afterwards turns it off. */
export function findMaintenance({ plan, places }: Look): readonly Finding[] {
  const fallback = timelineOf(plan, 'fallback');
  if (fallback === undefined) return [];
  const closed = fallback.steps.findLast(closes);
  const closedBefore = timelineOf(plan, 'main')?.steps.find(closes);
  const opened = fallback.steps.findLast(opens);
  if (closed === undefined ? closedBefore === undefined : false) return [];
  if (opened !== undefined && (opened.offset ?? 0) >= (closed?.offset ?? 0)) return [];
  const by = closed ?? closedBefore;
  return [
    {
      ...(closed === undefined ? places.line(fallback.line) : places.title(closed)),
      message:
        closed === undefined
          ? `the fallback never leaves maintenance mode, which \`${by?.id ?? ''}\` (line ${by?.line ?? 0}) turns on`
          : 'the fallback turns maintenance mode on here, and nothing after it turns it off',
      mend: 'end the fallback with a step that opens the service again',
    },
  ];
}
