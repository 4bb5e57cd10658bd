import { type Plan, type Step, stepsOf, type TimelineKind } from '../plan/plan.ts';
import type { RunState } from './state.ts';
import { stepState } from './timing.ts';

/** By id; else by the number shown beside the title. */
export function findStep({ plan }: { readonly plan: Plan }, idOrNumber: string): Step | undefined {
  const known = indexes.get(plan) ?? indexOf(plan);
  return known.get(idOrNumber);
}

const indexes = new WeakMap<Plan, ReadonlyMap<string, Step>>();

function indexOf(plan: Plan): ReadonlyMap<string, Step> {
  const steps = stepsOf(plan);
  // An id that is a number goes before the number of another step.
  const index = new Map([
    ...steps.map((step) => [String(step.number), step] as const),
    ...steps.map((step) => [step.id, step] as const),
  ]);
  indexes.set(plan, index);
  return index;
}

/** Whether steps of this timeline may be worked on: the fallback's after D, the others before. */
export function isActive(state: RunState, timeline: TimelineKind): boolean {
  return (timeline === 'fallback') === (state.fallback !== undefined);
}

/** The steps that decide how the run ends. */
export function activeSteps(state: RunState): readonly Step[] {
  return stepsOf(state.plan).filter((step) => isActive(state, step.timeline));
}

export function isSettled(state: RunState, id: string): boolean {
  const { status } = stepState(state, id);
  return status === 'done' || status === 'skipped';
}

export function unsettledSteps(state: RunState): readonly Step[] {
  return activeSteps(state).filter((step) => !isSettled(state, step.id));
}

export function runningSteps(state: RunState): readonly Step[] {
  return stepsOf(state.plan).filter((step) => stepState(state, step.id).status === 'running');
}

/** The first step a person has to look at: in trouble, under way, or next. */
export function nextStep(state: RunState): Step | undefined {
  const open = unsettledSteps(state);
  const ranks = ['failed', 'unknown', 'checking', 'running', 'waiting'];
  return [...open].sort(
    (a, b) =>
      ranks.indexOf(stepState(state, a.id).status) - ranks.indexOf(stepState(state, b.id).status) ||
      a.number - b.number,
  )[0];
}
