import { latestEnds } from '../plan/latest-ends.ts';
import { absorbsSlip, type Step } from '../plan/plan.ts';
import type { Forecast } from './forecast.ts';
import type { RunState } from './state.ts';

/** How much later a step may end, milliseconds; below zero: it is that much too late already. */
export type Slack = {
  /** Before the next decision falls after `decisionBy`; undefined where the step isn't on the way to it. */
  readonly decision: number | undefined;
  /** Before the end of the timeline comes after the window's. */
  readonly window: number | undefined;
};

export type SlackFacts = {
  readonly state: RunState;
  readonly forecast: Forecast;
  /** The latest good moment for the next decision: the last safe fallback. Epoch milliseconds. */
  readonly decisionBy: number | undefined;
};

/** By step id, for what is open. */
export function slackOf({ state, forecast, decisionBy }: SlackFacts): ReadonlyMap<string, Slack> {
  const { plan, schedule, steps } = state;
  const open = [...forecast.steps.keys()].filter((id) => steps[id]?.settledAt === undefined);
  const lengthOf = (step: Step): number => {
    const expected = forecast.steps.get(step.id);
    return absorbsSlip(step) || expected === undefined ? 0 : expected.ends - expected.begins;
  };
  const decision = forecast.decision?.step.id;
  const toDecision =
    decision === undefined || decisionBy === undefined
      ? undefined
      : latestEnds(plan, { by: new Map([[decision, decisionBy]]), lengthOf });
  const toWindow = latestEnds(plan, { by: new Map(open.map((id) => [id, schedule.closes])), lengthOf });
  return new Map(
    open.map((id) => {
      const ends = forecast.steps.get(id)?.ends ?? 0;
      const left = (latest: number | undefined) => (latest === undefined ? undefined : latest - ends);
      return [id, { decision: left(toDecision?.get(id)), window: left(toWindow.get(id)) }];
    }),
  );
}
