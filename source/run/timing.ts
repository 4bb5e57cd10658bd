import { fallbackTimetable } from '../plan/fallback-timetable.ts';
import type { Anchor, Step } from '../plan/plan.ts';
import { plannedAt } from '../plan/schedule.ts';
import { type Slot, timetableOf } from '../plan/timetable.ts';
import { absorbed, slipOf } from './slip.ts';
import type { RunState, StepState } from './state.ts';

/**
 * When a step is due, epoch milliseconds, as the clocks of S and D stand at `at`: a hold moves what is due after it, as
 * far as no built-in hold before the step takes it up. Undefined without an anchor, and for fallback steps before D.
 */
export function dueAt(state: RunState, step: Step, at: number): number | undefined {
  const { schedule, fallback } = state;
  const due = plannedAt(step, { start: schedule.start, decision: fallback?.at });
  if (due === undefined) return undefined;
  const anchor = step.anchor ?? 'S';
  const moved = due + slipOf(state, anchor, at) - absorbed(state, at).before(step);
  return anchor === 'D' ? moved - savedBefore(state, step) : moved;
}

/** When a built-in hold ends as planned, as the clocks stand at `at`, epoch milliseconds. */
export function holdEnd(state: RunState, step: Step, at: number): number | undefined {
  const slot = plannedSlot(state, step);
  if (slot === undefined) return undefined;
  return slot.ends + slipOf(state, step.anchor ?? 'S', at) - absorbed(state, at).through(step);
}

/** What the clock of an anchor shows: milliseconds, less what it stood still and was set back. Undefined before D. */
export function anchorClock(state: RunState, anchor: Anchor, at: number): number | undefined {
  const zero = anchor === 'S' ? state.schedule.start : state.fallback?.at;
  return zero === undefined ? undefined : at - zero - stoodStill(state, anchor, at);
}

/**
 * How far a clock is behind, milliseconds: it stops at a hold, and a built-in hold that is over lets it catch up.
 * Before S its clock stands for an appointment, which no hold can move.
 */
export function stoodStill(state: RunState, anchor: Anchor, at: number): number {
  return slipOf(state, anchor, at) - absorbed(state, at).behind(anchor);
}

/** When a step was planned, epoch milliseconds, whatever stood still since; before D for the fallback: undefined. */
export function plannedSlot(state: RunState, step: Step): Slot | undefined {
  const { schedule, fallback } = state;
  const isBack = step.anchor === 'D';
  const zero = isBack ? fallback?.at : schedule.start;
  const slot = (isBack ? remainingFallback(state) : timetableOf(state.plan)).get(step.id);
  if (zero === undefined || slot === undefined) return undefined;
  return { begins: zero + slot.begins, ends: zero + slot.ends };
}

/** The timetable of the fallback without what was skipped before it began. */
function remainingFallback({ plan, steps }: RunState): ReadonlyMap<string, Slot> {
  const known = fallbacks.get(steps);
  if (known !== undefined) return known;
  const skipped = Object.values(steps).filter(
    ({ status, attempts }) => status === 'skipped' && attempts.length === 0,
  );
  const made = fallbackTimetable(plan, { without: new Set(skipped.map(({ id }) => id)) });
  fallbacks.set(steps, made);
  return made;
}

const fallbacks = new WeakMap<RunState['steps'], ReadonlyMap<string, Slot>>();

/** How much earlier than its offset a step of the fallback is due because others before it are not needed. */
function savedBefore(state: RunState, { id, offset = 0 }: Step): number {
  return Math.max(0, offset - (remainingFallback(state).get(id)?.begins ?? offset));
}

/**
 * How late a step is, in milliseconds: an unsettled one against now, a settled one by when it started.
 * Zero or less: not late. Undefined: it has no due time, or was skipped before it began.
 */
export function lateness({
  state,
  step,
  now,
}: {
  state: RunState;
  step: Step;
  now: number;
}): number | undefined {
  const own = stepState(state, step.id);
  const began = own.attempts[0]?.startedAt;
  const due = dueAt(state, step, began ?? now);
  if (due === undefined) return undefined;
  if (began !== undefined) return began - due;
  return own.status === 'skipped' ? undefined : now - due;
}

/** How long the step has been worked on, from its latest start to its end or to now; undefined before it began. */
export function elapsed(own: StepState, now: number): number | undefined {
  const attempt = own.attempts.at(-1);
  if (attempt === undefined) return undefined;
  return Math.max(0, endOf(own, now) - attempt.startedAt);
}

/** State of a step by its id; an id that is not in the plan is a bug. */
export function stepState(state: RunState, id: string): StepState {
  const own = state.steps[id];
  if (own === undefined) throw new Error(`no step ${id} in this run`);
  return own;
}

function endOf(own: StepState, now: number): number {
  if (own.settledAt !== undefined) return own.settledAt;
  if (own.status === 'failed' || own.status === 'unknown') return own.attempts.at(-1)?.endedAt ?? now;
  return now;
}
