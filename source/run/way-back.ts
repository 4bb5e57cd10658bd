import { lengthOfFallback } from '../plan/fallback-timetable.ts';
import { type Plan, type Step, stepsOf } from '../plan/plan.ts';
import { timelineOf } from '../plan/schedule.ts';
import { fromRuns, type Usuals } from '../plan/usual.ts';
import { allAttempts } from './attempt.ts';
import type { Forecast } from './forecast.ts';
import { runningUntil } from './outlook.ts';
import { findStep } from './select.ts';
import type { Attempt, RunState } from './state.ts';
import { stepState } from './timing.ts';
import { nameOf } from './words.ts';

/** A step of the fallback: whether going back now would need it, and why or why not. */
export type Need = { readonly step: Step; readonly needed: boolean; readonly why: string };

/** In the order of the plan. What undoes only steps that never began is not needed. */
export function neededSteps(state: RunState): readonly Need[] {
  const begun = (id: string) => hasBegun(state, id);
  return (timelineOf(state.plan, 'fallback')?.steps ?? []).map((step) => ({
    step,
    needed: isNeeded(step, begun),
    why: whyOf(state, step, begun),
  }));
}

/** What going back would take, if D were called now. Epoch milliseconds. */
export type WayBack = {
  /** Milliseconds. */
  readonly length: number;
  /** The last moment D can be called so that it still ends before the window closes. */
  readonly lastSafe: number;
  /** When it would end, begun now: it waits for what runs, as long as that is to be expected. */
  readonly home: number;
  /**
   * - `late`: the next decision is going to fall after the last safe fallback of that moment
   * - `passed`: going back from now on ends after the window
   */
  readonly level: 'safe' | 'late' | 'passed';
  /** The next decision: when it will fall, and what the last safe fallback will be by then. */
  readonly decision: { readonly step: Step; readonly at: number; readonly lastSafe: number } | undefined;
  /**
   * The step from whose beginning on the way back takes what it will take at the next decision, or at the end where none
   * is to come; undefined where it takes so long already.
   */
  readonly longer: { readonly step: Step; readonly lastSafe: number } | undefined;
  /** A step that has begun and can't be undone. */
  readonly noReturn: Step | undefined;
};

export type WayBackFacts = {
  readonly state: RunState;
  readonly now: number;
  readonly forecast: Forecast;
  readonly usuals?: Usuals | undefined;
};

/** Undefined without a fallback, once it is called, and when the run has ended. */
export function wayBack({ state, now, forecast, usuals }: WayBackFacts): WayBack | undefined {
  const { plan, schedule } = state;
  if (state.fallback !== undefined || state.ended !== undefined) return undefined;
  if ((timelineOf(plan, 'fallback')?.steps.length ?? 0) === 0) return undefined;
  const lastSafeWith = (begun: (id: string) => boolean) => lastSafeOf(state, usuals, begun);
  const lastSafe = lastSafeWith((id) => hasBegun(state, id));
  const next = forecast.decision;
  const byThen = (id: string) =>
    hasBegun(state, id) || (forecast.steps.get(id)?.begins ?? Number.POSITIVE_INFINITY) < (next?.at ?? now);
  const decision = next === undefined ? undefined : { ...next, lastSafe: lastSafeWith(byThen) };
  const isLate = decision !== undefined && decision.at > decision.lastSafe;
  return {
    length: schedule.closes - lastSafe,
    lastSafe,
    home: runningUntil(state, now, usuals) + schedule.closes - lastSafe,
    level: now > lastSafe ? 'passed' : isLate ? 'late' : 'safe',
    decision,
    longer: longerFrom({ state, now, forecast, usuals }, lastSafe),
    noReturn: passedNoReturn(state),
  };
}

/** What is to begin one after another, as far as it has to be undone, until no step before the decision adds to that. */
function longerFrom({ state, forecast, usuals }: WayBackFacts, lastSafe: number): WayBack['longer'] {
  const open = unneededIn(state.plan, (id) => hasBegun(state, id));
  const back = timelineOf(state.plan, 'fallback')?.steps ?? [];
  const undone = new Set(back.flatMap(({ id, undoes }) => (open.has(id) ? undoes : [])));
  const begins = (id: string) => forecast.steps.get(id)?.begins ?? Number.POSITIVE_INFINITY;
  const until = forecast.decision?.at ?? Number.POSITIVE_INFINITY;
  const coming = stepsOf(state.plan)
    .filter(({ id }) => undone.has(id) && state.steps[id]?.status === 'waiting' && begins(id) < until)
    .toSorted((a, b) => begins(a.id) - begins(b.id));
  const after = (count: number) => {
    const begun = new Set(coming.slice(0, count).map(({ id }) => id));
    return lastSafeOf(state, usuals, (id) => begun.has(id) || hasBegun(state, id));
  };
  const last = after(coming.length);
  if (lastSafe - last < worthTelling) return undefined;
  // What begins only ever makes it longer: halving finds the step among a thousand.
  let [low, high] = [1, coming.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (after(middle) - last < worthTelling) high = middle;
    else low = middle + 1;
  }
  const step = coming[low - 1];
  return step === undefined ? undefined : { step, lastSafe: last };
}

const worthTelling = 60_000;

/** The first step before D that has begun and can't be undone. */
export function passedNoReturn(state: RunState): Step | undefined {
  return stepsOf(state.plan).find(
    (step) => step.noReturn && step.timeline !== 'fallback' && hasBegun(state, step.id),
  );
}

/** The last safe fallback once this step has begun; without one, as things are. Epoch milliseconds. */
export function lastSafeAfter({
  state,
  step,
  usuals,
}: {
  readonly state: RunState;
  readonly step?: Step | undefined;
  readonly usuals?: Usuals | undefined;
}): number {
  return lastSafeOf(state, usuals, (id) => id === step?.id || hasBegun(state, id));
}

/** How long going back takes without these steps of it, milliseconds. */
export function lengthOfWayBack(plan: Plan, without: ReadonlySet<string>, usuals?: Usuals): number {
  return lengthOfFallback(plan, { without, lengths: slower(usuals) });
}

function lastSafeOf(
  { plan, schedule }: RunState,
  usuals: Usuals | undefined,
  begun: (id: string) => boolean,
): number {
  return schedule.closes - lengthOfWayBack(plan, unneededIn(plan, begun), usuals);
}

/** Whether anything of it was ever done: what nobody can rule out has to be undone. */
export function hasBegun(state: RunState, id: string): boolean {
  const count = findStep(state, id)?.actions.length ?? 0;
  return allAttempts(stepState(state, id)).some((attempt) => !cameToNothing(attempt, count));
}

/** It failed before anything ran: every target was refused, or no action had its turn. */
function cameToNothing(attempt: Attempt, actions: number): boolean {
  const { outcome, action, from, launched, targets } = attempt;
  if (actions === 0 || (outcome !== 'failed' && outcome !== 'stopped')) return false;
  if (action > from || launched.length > 0) return false;
  return Object.values(targets).every((result) => result?.type === 'refused');
}

/** The one rule; the words for it cost more than the answer, which is asked for several times a frame. */
function isNeeded({ undoes, required }: Step, begun: (id: string) => boolean): boolean {
  return undoes.length === 0 || required || undoes.some(begun);
}

function unneededIn(plan: Plan, begun: (id: string) => boolean): ReadonlySet<string> {
  const back = timelineOf(plan, 'fallback')?.steps ?? [];
  return new Set(back.filter((step) => !isNeeded(step, begun)).map(({ id }) => id));
}

function whyOf({ plan }: RunState, step: Step, begun: (id: string) => boolean): string {
  const undone = step.undoes.flatMap((id) => findStep({ plan }, id) ?? []);
  const began = undone.filter(({ id }) => begun(id));
  const names = (steps: readonly Step[]) => steps.map(nameOf).join(', ');
  if (undone.length === 0) return 'part of every way back';
  if (began.length > 0) return `undoes ${names(began)}`;
  return step.required ? 'required' : `${names(undone)} never ran`;
}

/** What usually took longer than planned; rehearsed lengths come from the plan and can't say so. */
function slower(usuals: Usuals | undefined): ReadonlyMap<string, number> | undefined {
  if (usuals === undefined) return undefined;
  return new Map([...fromRuns(usuals)].map(([id, { p50 }]) => [id, p50]));
}
