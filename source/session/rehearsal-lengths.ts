import type { Job } from '../execute/executor.ts';
import { limitOf } from '../plan/action-nature.ts';
import { batchesOf } from '../plan/batches.ts';
import { type Action, type Plan, type Step, targetsOf } from '../plan/plan.ts';
import type { Usuals } from '../plan/usual.ts';
import type { Fault } from '../run/fault.ts';
import { createRandom, seedFor } from '../run/random.ts';
import { findStep } from '../run/select.ts';
import { lengthAt, spreadOf } from '../run/spread.ts';

export type LengthOptions = {
  readonly plan: Plan;
  /** The same seed gives the same lengths. */
  readonly seed: number;
  /** How long steps usually take; where nothing is known, the planned length, a tenth more or less. */
  readonly usuals?: Usuals | undefined;
  readonly faults?: readonly Fault[] | undefined;
  /** Every step takes what it usually takes, or what is planned, and nothing is drawn. */
  readonly exact?: boolean | undefined;
};

/** How long things take in a rehearsal, milliseconds. */
export type RehearsalLengths = {
  readonly ofJob: (job: Pick<Job, 'step' | 'attempt' | 'action' | 'target'>) => number;
  /** From the end of an attempt's work until people have answered the last of its questions. */
  readonly ofPeople: (step: Step, attempt: number) => number;
};

export function rehearsalLengths(options: LengthOptions): RehearsalLengths {
  return {
    ofJob: (job) => {
      const step = findStep(options, job.step);
      return step === undefined ? 0 : Math.round(jobLength(options, step, job));
    },
    ofPeople: (step, attempt) => {
      const late = step.actions.length === 0 ? lateBy(options, step, attempt) : 0;
      return Math.round(attemptLength(options, step, attempt) * (1 - workShare(step)) + late);
    },
  };
}

/** The action that takes most of a step's time, the first of several; -1 without actions. */
export function mainAction(step: Step): number {
  const weights = weightsOf(step.actions);
  return weights.indexOf(Math.max(...weights));
}

type PlannedJob = Pick<Job, 'attempt' | 'action' | 'target'>;

function jobLength(options: LengthOptions, step: Step, { attempt, action, target }: PlannedJob): number {
  const targets = targetsOf(action.on);
  const work = attemptLength(options, step, attempt) * workShare(step);
  const late = action.index === mainAction(step) ? lateBy(options, step, attempt) : 0;
  const length = ((actionLengths(step, work)[action.index] ?? 0) + late) / batchCount(action);
  if (options.exact === true || targets.length < 2) return length;
  // An action lasts as long as its slowest host.
  return length * (0.9 + 0.1 * drawn(options, [step.id, attempt, action.index, target].join('/')));
}

function attemptLength(options: LengthOptions, step: Step, attempt: number): number {
  const { usuals, exact } = options;
  const usual = usuals?.get(step.id);
  // What was rehearsed came from the plan; drawn from again and again it would wander off.
  const known = usual?.source === 'run' ? usual : undefined;
  if (exact === true) return known?.p50 ?? step.duration;
  const chance = drawn(options, `${step.id}/${attempt}`);
  return known === undefined
    ? step.duration * (0.9 + 0.2 * chance)
    : lengthAt(spreadOf(step, known), Math.max(chance, Number.EPSILON));
}

function drawn({ seed }: LengthOptions, name: string): number {
  return createRandom(seedFor(seed, name))();
}

function lateBy({ faults = [] }: LengthOptions, { id }: Step, attempt: number): number {
  const late = faults.flatMap((fault) => (fault.type === 'late' && fault.step === id ? [fault.by] : []));
  return attempt === 1 ? late.reduce((sum, by) => sum + by, 0) : 0;
}

/** How much of its length a step works, and people don't look at what it did. */
function workShare({ actions, checklist, poll }: Step): number {
  if (actions.length === 0) return 0;
  return checklist.length + poll.length === 0 ? 1 : 0.5;
}

/** The work's time among its actions, none of them past its own limit, which is more often generous than meant. */
function actionLengths({ actions }: Step, work: number): readonly number[] {
  const weights = weightsOf(actions);
  const lengths = actions.map(() => 0);
  const limits = actions.map(
    (action) => (limitOf(action) ?? Number.POSITIVE_INFINITY) * batchCount(action) * 0.9,
  );
  let left = work;
  let open = [...actions.keys()];
  while (left > 0 && open.length > 0) {
    const heavy = open.reduce((sum, index) => sum + (weights[index] ?? 0), 0);
    const share = (index: number) => (left * (weights[index] ?? 0)) / heavy;
    const full = open.filter((index) => share(index) >= (limits[index] ?? 0));
    for (const index of full.length > 0 ? full : open) {
      lengths[index] = full.length > 0 ? (limits[index] ?? 0) : share(index);
    }
    if (full.length === 0) break;
    left = work - lengths.reduce((sum, length) => sum + length, 0);
    open = open.filter((index) => !full.includes(index));
  }
  return lengths;
}

/** What is allowed to take long is expected to; markers and mails are a matter of seconds. */
function weightsOf(actions: readonly Action[]): readonly number[] {
  const limits = actions.map(limitOf).filter((limit) => limit !== undefined);
  const usual = limits.length === 0 ? 1 : limits.reduce((sum, limit) => sum + limit, 0) / limits.length;
  return actions.map((action) => (isQuick(action) ? usual / 1000 : (limitOf(action) ?? usual)));
}

/** One request is, too, as long as it is not tried again and again. */
function isQuick({ kind, http }: Action): boolean {
  return kind === 'marker' || kind === 'mail' || (http !== undefined && http.until === undefined);
}

function batchCount({ on, batch }: Action): number {
  return Math.max(1, batchesOf(targetsOf(on), batch).length);
}
