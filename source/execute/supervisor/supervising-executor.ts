import type { Executor, Job, Performed } from '../executor.ts';
import { freshRandom } from '../random.ts';
import { messageOf, oneLine } from '../reason.ts';
import type { ShellPlace } from '../shell/shell-place.ts';
import { systemTimers, type Timers } from '../timers.ts';
import { performSupervised } from './supervisor-job.ts';
import { sweepJobs } from './supervisor-sweep.ts';

export type SupervisingExecutor = Executor & {
  /** Removes the files of ended jobs whose names begin so; best effort. False where nobody answered. */
  readonly sweep: (order: { readonly target: string; readonly prefix: string }) => Promise<boolean>;
};

export type SupervisionOptions = {
  readonly timers?: Timers | undefined;
  /** From 0 to below 1; spaces out the tries after a lost shell or connection. */
  readonly random?: (() => number) | undefined;
  /** Milliseconds between TERM and KILL. */
  readonly grace?: number | undefined;
};

export type SupervisingOptions = SupervisionOptions & {
  readonly placeOf: (target: string) => ShellPlace;
  /** After all jobs were left to themselves. */
  readonly onClose: () => Promise<void>;
};

/** Runs `sh` actions under a supervisor at their places, where they go on without us. */
export function createSupervisingExecutor(options: SupervisingOptions): SupervisingExecutor {
  const { placeOf, onClose, timers = systemTimers, random = freshRandom(), grace = 10_000 } = options;
  const leave = new AbortController();
  const perform = async (job: Job): Promise<Performed> => {
    const place = placeOf(job.target);
    try {
      return await performSupervised({ job, place, timers, random, grace, leave: leave.signal });
    } catch (error) {
      const reason = `${place.name} can't be followed: ${oneLine(messageOf(error))}`;
      return { result: { type: 'lost', reason } };
    }
  };
  return {
    perform,
    sweep: ({ target, prefix }) => sweepJobs({ place: placeOf(target), timers, prefix }),
    close: async () => {
      leave.abort();
      await onClose();
    },
  };
}
