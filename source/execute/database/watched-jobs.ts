import { type DatabaseRef, watchedTarget } from '../../plan/plan.ts';
import type { Job, Performed } from '../executor.ts';
import type { Resolve } from '../reference.ts';
import { systemTimers, type Timers } from '../timers.ts';
import { type ServerWatch, watchServer } from './server-watch.ts';

export type WatchedJobsOptions = {
  /** By the name that `watch=` uses. */
  readonly databases: Readonly<Record<string, DatabaseRef>>;
  readonly resolve: Resolve;
  readonly timers?: Timers | undefined;
};

/** Performs a job, and watches the database that its plan names as long as it runs; once for all hosts of an action. */
export type WatchedJobs = (job: Job, perform: (job: Job) => Promise<Performed>) => Promise<Performed>;

type Watch = { readonly watch: ServerWatch; readonly jobs: Set<Job> };

export function createWatchedJobs(options: WatchedJobsOptions): WatchedJobs {
  const watches = new Map<string, Watch>();
  return async (job, perform) => {
    const key = [job.run, job.step, job.attempt, job.action.index].join('/');
    const own = watches.get(key) ?? begin(job, options);
    if (own === undefined) return await perform(job);
    watches.set(key, own);
    own.jobs.add(job);
    try {
      return await perform(job);
    } finally {
      own.jobs.delete(job);
      if (own.jobs.size === 0) {
        watches.delete(key);
        await own.watch.end();
      }
    }
  };
}

function begin(
  job: Job,
  { databases, resolve, timers = systemTimers }: WatchedJobsOptions,
): Watch | undefined {
  const { watch: database } = job.action;
  const ref = database === undefined ? undefined : databases[database];
  const target = watchedTarget(job.action);
  if (database === undefined || target === undefined || ref === undefined) return undefined;
  const watch = watchServer({
    database,
    address: () => resolve(ref.url),
    applicationName: `gonogo/${job.run}/${job.step} watch`,
    say: (line) => job.onAside({ target, line }),
    timers,
  });
  return { watch, jobs: new Set() };
}
