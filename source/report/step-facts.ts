import { type Anchor, type Plan, type Step, stepsOf, type TimelineKind } from '../plan/plan.ts';
import { type Slot, timetableOf } from '../plan/timetable.ts';
import { allAttempts } from '../run/attempt.ts';
import type { TargetResult } from '../run/facts.ts';
import type { RunState, StepState } from '../run/state.ts';
import { isOk } from '../run/target-result.ts';
import { plannedSlot, stepState } from '../run/timing.ts';
import { statusWord } from '../session/summary-details.ts';

/** What one step was planned to be and what it was. Durations in milliseconds. */
export type StepFacts = {
  readonly id: string;
  readonly number: number;
  readonly title: string;
  readonly timeline: TimelineKind;
  /** What its offsets count from; S where the plan gives the step no time. */
  readonly anchor: Anchor;
  /** From the anchor. */
  readonly planned: Slot | undefined;
  /** A word for people: `done`, `not run`. */
  readonly status: string;
  /** Epoch milliseconds: the first start, and the settlement or the end of the last attempt. */
  readonly begins: number | undefined;
  readonly ends: number | undefined;
  /** From the anchor to the first start. */
  readonly offset: number | undefined;
  /** How much later than planned it began; negative: earlier. */
  readonly drift: number | undefined;
  readonly took: number | undefined;
  readonly attempts: number;
  readonly byHand: boolean;
  /** Why it was skipped. */
  readonly skipped: string | undefined;
  /** The last word of every target, in the order in which they were begun. */
  readonly results: readonly { readonly target: string; readonly result: TargetResult | undefined }[];
  /** Targets that failed in any attempt. */
  readonly failed: readonly string[];
};

/** Every step of the plan, in its order. */
export function allStepFacts(state: RunState): readonly StepFacts[] {
  return stepsOf(state.plan).map((step) => stepFacts(state, step));
}

function stepFacts(state: RunState, step: Step): StepFacts {
  const own = stepState(state, step.id);
  const attempts = allAttempts(own);
  const anchor = step.anchor ?? 'S';
  const zero = anchor === 'D' ? state.fallback?.at : state.schedule.start;
  const planned = plannedFrom(state, step, zero);
  const begins = attempts[0]?.startedAt;
  const ends = endOf(own);
  const offset = begins === undefined || zero === undefined ? undefined : begins - zero;
  return {
    id: step.id,
    number: step.number,
    title: step.title,
    timeline: step.timeline,
    anchor,
    planned,
    status: statusWord(state, step),
    begins,
    ends,
    offset,
    drift: offset === undefined || planned === undefined ? undefined : offset - planned.begins,
    took: begins === undefined || ends === undefined ? undefined : ends - begins,
    attempts: attempts.length,
    byHand: attempts.at(-1)?.byHand === true,
    skipped: own.skipped?.reason,
    results: resultsOf(own),
    failed: failedTargets(own),
  };
}

/** The way back as it was left at D; before D as the plan has it. */
function plannedFrom(state: RunState, step: Step, zero: number | undefined): Slot | undefined {
  const slot = plannedSlot(state, step);
  if (slot === undefined || zero === undefined) return plannedIn(state.plan, step.id);
  return { begins: slot.begins - zero, ends: slot.ends - zero };
}

function plannedIn(plan: Plan, id: string): Slot | undefined {
  return timetableOf(plan).get(id);
}

/** Where people found something wrong, it ended with their last word. */
function endOf({
  status,
  settledAt,
  attempts,
  answers,
  votes,
  confirmations,
  ...own
}: StepState): number | undefined {
  const ended = allAttempts({ attempts, ...own }).at(-1)?.endedAt;
  if (settledAt !== undefined || ended === undefined || status === 'running') return settledAt;
  const said = [answers, votes, confirmations].flatMap((words) => Object.values(words).map(({ at }) => at));
  return Math.max(ended, ...said);
}

/** A retry of what was open says nothing of the others: their word stands. */
function resultsOf(own: StepState): StepFacts['results'] {
  const last = new Map<string, TargetResult | undefined>();
  for (const { targets } of allAttempts(own)) {
    for (const [target, result] of Object.entries(targets)) last.set(target, result);
  }
  return [...last].map(([target, result]) => ({ target, result }));
}

function failedTargets(own: StepState): readonly string[] {
  const failed = allAttempts(own).flatMap(({ targets }) =>
    Object.entries(targets).flatMap(([target, result]) =>
      result === undefined || isOk(result) ? [] : [target],
    ),
  );
  return [...new Set(failed)];
}
