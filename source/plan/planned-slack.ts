import { latestEnds } from './latest-ends.ts';
import { absorbsSlip, type Plan, type Step } from './plan.ts';
import { firstDecision, lastSafeFallback } from './schedule.ts';
import { timetableOf } from './timetable.ts';

/** How much longer a step may take than planned, milliseconds; below zero: the plan is that much too late. */
export type PlannedSlack = {
  /** Before the first decision that it is on the way to falls after the last safe fallback. */
  readonly decision: number | undefined;
  /** Before the main timeline ends after the window. */
  readonly window: number | undefined;
};

/** By step id, for steps before D with a planned time. */
export function plannedSlack(plan: Plan): ReadonlyMap<string, PlannedSlack> {
  const slots = timetableOf(plan);
  const { start, closes } = plan.window;
  const lengthOf = (step: Step): number => (absorbsSlip(step) ? 0 : step.duration);
  const main = plan.timelines.filter(({ kind }) => kind !== 'fallback').flatMap(({ steps }) => steps);
  const lastSafe = lastSafeFallback(plan);
  const first = firstDecision(plan);
  const toDecision =
    first === undefined || lastSafe === undefined
      ? undefined
      : latestEnds(plan, { by: new Map([[first.id, lastSafe - start]]), lengthOf });
  const toWindow = latestEnds(plan, { by: new Map(main.map(({ id }) => [id, closes - start])), lengthOf });
  return new Map(
    main.flatMap(({ id }) => {
      const ends = slots.get(id)?.ends;
      if (ends === undefined) return [];
      const left = (latest: number | undefined) => (latest === undefined ? undefined : latest - ends);
      return [[id, { decision: left(toDecision?.get(id)), window: left(toWindow.get(id)) }] as const];
    }),
  );
}
