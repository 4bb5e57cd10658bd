import type { TargetResult } from '../../run/facts.ts';
import type { Job } from '../executor.ts';
import type { Timers } from '../timers.ts';

export type Cut = Extract<TargetResult, { readonly type: 'timed-out' | 'stopped' }>;

export type Interruption = {
  /** Settles with the first of a stop and the time-out. */
  readonly happened: Promise<Cut>;
  readonly asked: () => Cut | undefined;
  readonly cancel: () => void;
};

/** Watches a job's time and its stop. */
export function interruptionOf(
  { timeout, stop }: Pick<Job, 'timeout' | 'stop'>,
  timers: Timers,
): Interruption {
  const { promise, resolve } = Promise.withResolvers<Cut>();
  let asked: Cut | undefined;
  const interrupt = (cut: Cut) => {
    asked ??= cut;
    resolve(asked);
  };
  const cancelTimeout =
    timeout === undefined
      ? () => {}
      : timers.after(timeout, () => interrupt({ type: 'timed-out', after: timeout }));
  const onStop = () => interrupt({ type: 'stopped' });
  stop.addEventListener('abort', onStop, { once: true });
  if (stop.aborted) onStop();
  return {
    happened: promise,
    asked: () => asked,
    cancel: () => {
      cancelTimeout();
      stop.removeEventListener('abort', onStop);
    },
  };
}
