import type { RunEvent } from './event.ts';
import type { Attempt, StepState } from './state.ts';
import { isOk } from './target-result.ts';

type Started = Extract<RunEvent, { type: 'step.started' }>;
type Finished = Extract<RunEvent, { type: 'target.finished' }>;
type ByHand = Extract<RunEvent, { type: 'step.done-by-hand' }>;
type Beginning = Pick<Started, 'attempt' | 'by' | 'reason' | 'from' | 'targets'>;

/** An attempt that has begun nothing yet. A retry of what was open knows what was done before it. */
export function freshAttempt(event: Beginning, at: number, before: Attempt | undefined): Attempt {
  return {
    number: event.attempt,
    startedAt: at,
    endedAt: undefined,
    by: event.by,
    reason: event.reason,
    outcome: undefined,
    detail: '',
    stopRequested: false,
    from: event.from ?? 0,
    only: event.targets,
    byHand: false,
    action: (event.from ?? 0) - 1,
    actionStartedAt: undefined,
    launched: [],
    actionTargets: [],
    targets: {},
    done: event.from === undefined ? {} : (before?.done ?? {}),
    settled: undefined,
  };
}

/** Also those made before the run was taken back to an earlier step. */
export function allAttempts({
  attempts,
  earlier,
}: Pick<StepState, 'attempts' | 'earlier'>): readonly Attempt[] {
  return [...earlier, ...attempts];
}

/** Numbers go on over a recycle: a job is never named twice. */
export function nextAttempt({ attempts, earlier }: Pick<StepState, 'attempts' | 'earlier'>): number {
  return earlier.length + attempts.length + 1;
}

export function byHand(event: ByHand, at: number): Attempt {
  return {
    ...freshAttempt(event, at, undefined),
    byHand: true,
    endedAt: at,
    outcome: 'succeeded',
    detail: 'done by hand',
  };
}

export function doneWith(done: Attempt['done'], { action, target, result }: Finished): Attempt['done'] {
  return isOk(result) ? { ...done, [action]: [...(done[action] ?? []), target] } : done;
}

/** What is looked for again has no result. */
export function withoutLost(targets: Attempt['targets']): Attempt['targets'] {
  return Object.fromEntries(
    Object.entries(targets).map(([target, result]) => [target, result?.type === 'lost' ? undefined : result]),
  );
}
