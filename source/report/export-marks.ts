import { type Plan, type Step, stepsOf } from '../plan/plan.ts';
import type { Recorded } from '../run/event.ts';
import { describeResult, isOk } from '../run/target-result.ts';
import { marksOf } from '../session/replay-marks.ts';
import type { CastMark } from './export-asciicast.ts';

/** When a step was first begun, epoch milliseconds; undefined: never. */
export function beginningOf(step: Step, events: readonly Recorded[]): number | undefined {
  return events.find(({ event }) => event.type === 'step.started' && event.step === step.id)?.at;
}

/**
 * What happened in a run, or while one of its steps was under way: steps, failures of single hosts too, decisions and
 * notes. In the order of time.
 */
export function exportMarks(run: {
  readonly plan: Plan;
  readonly events: readonly Recorded[];
  readonly step?: Step | undefined;
  /** Of the single hosts only this one. */
  readonly host?: string | undefined;
}): readonly CastMark[] {
  const { plan, events, step, host } = run;
  const failures = failuresOf(plan, events).filter(({ target }) => target === (host ?? target));
  const all = [...marksOf(events, plan), ...failures].sort((a, b) => a.at - b.at);
  if (step === undefined) return all;
  const from = beginningOf(step, events) ?? 0;
  const until = events.findLast(({ event }) => 'step' in event && event.step === step.id)?.at ?? 0;
  return all.filter((mark) => mark.at >= from && mark.at <= until && (mark.step ?? step.id) === step.id);
}

function failuresOf(plan: Plan, events: readonly Recorded[]) {
  const numbers = new Map(stepsOf(plan).map(({ id, number }) => [id, number]));
  return events.flatMap(({ at, event }) => {
    if (event.type !== 'target.finished' || isOk(event.result)) return [];
    const { step, target, result } = event;
    return [
      { at, step, target, label: `${numbers.get(step) ?? step} on ${target}: ${describeResult(result)}` },
    ];
  });
}
