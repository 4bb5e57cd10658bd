import type { Plan, Step, Timeline, TimelineKind, Window } from './plan.ts';
import { timetableOf } from './timetable.ts';

/** Milliseconds from the timeline's anchor: when its first step is due, and when its last one ends as planned. */
export type Span = { readonly begins: number; readonly ends: number };

/** Undefined for a timeline in which no step has a due time. */
export function spanOf(plan: Plan, timeline: Timeline): Span | undefined {
  const slots = timetableOf(plan);
  const timed = timeline.steps.flatMap(({ id }) => slots.get(id) ?? []);
  if (timed.length === 0) return undefined;
  return {
    begins: Math.min(...timed.map((slot) => slot.begins)),
    ends: Math.max(...timed.map((slot) => slot.ends)),
  };
}

export function timelineOf(plan: Plan, kind: TimelineKind): Timeline | undefined {
  return plan.timelines.find((timeline) => timeline.kind === kind);
}

/** Whether there is anything to go back by. */
export function hasFallback(plan: Plan): boolean {
  return (timelineOf(plan, 'fallback')?.steps.length ?? 0) > 0;
}

/** The decision of the main timeline that comes first in the plan. */
export function firstDecision(plan: Plan): Step | undefined {
  return timelineOf(plan, 'main')?.steps.find(({ decision }) => decision);
}

/** Milliseconds from D to the planned end of the fallback; undefined where the plan has none. */
export function fallbackLength(plan: Plan): number | undefined {
  const fallback = timelineOf(plan, 'fallback');
  const span = fallback === undefined ? undefined : spanOf(plan, fallback);
  return span === undefined ? undefined : Math.max(0, span.ends);
}

/**
 * The last moment D can be called so that the fallback still ends before the window closes, epoch milliseconds.
 * @param window that of the plan, or of a run that was moved
 */
export function lastSafeFallback(
  plan: Plan,
  window: Pick<Window, 'closes'> = plan.window,
): number | undefined {
  const length = fallbackLength(plan);
  return length === undefined ? undefined : window.closes - length;
}

/** When a step is due as planned, epoch milliseconds; undefined without an offset, and before D for the fallback. */
export function plannedAt(
  step: Step,
  { start, decision }: { readonly start: number; readonly decision?: number | undefined },
): number | undefined {
  const anchor = step.anchor === 'D' ? decision : start;
  return step.offset === undefined || anchor === undefined ? undefined : anchor + step.offset;
}

/** The steps of its timeline that are due before this one: what it waits for without an `after=` of its own. */
export function earlierSteps<Placed extends Pick<Step, 'timeline' | 'offset'>>(
  { timeline, offset }: Placed,
  all: readonly Placed[],
): readonly Placed[] {
  if (offset === undefined) return [];
  return all.filter((other) => other.timeline === timeline && (other.offset ?? offset) < offset);
}
