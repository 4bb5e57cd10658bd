import type { Executor, Job, JobResult } from '../../source/execute/executor.ts';

/** Jobs wait until a test ends them. */
export type FakeExecutor = Executor & {
  readonly jobs: () => readonly Job[];
  /** Ends the job that runs on this target. */
  readonly end: (target: string, result: JobResult['result'], more?: Omit<JobResult, 'result'>) => void;
  readonly write: (target: string, text: string) => void;
};

export function createFakeExecutor(): FakeExecutor {
  const running = new Map<string, { readonly job: Job; readonly resolve: (result: JobResult) => void }>();
  const jobs: Job[] = [];

  function find(target: string): { readonly job: Job; readonly resolve: (result: JobResult) => void } {
    const found = running.get(target);
    if (found === undefined) throw new Error(`nothing runs on ${target}`);
    return found;
  }

  return {
    jobs: () => jobs,
    perform: (job) =>
      new Promise((resolve) => {
        jobs.push(job);
        running.set(job.target, { job, resolve });
        job.stop.addEventListener('abort', () => resolve({ result: { type: 'stopped' } }));
      }),
    end: (target, result, more = {}) => find(target).resolve({ result, ...more }),
    write: (target, text) => find(target).job.onOutput({ stream: 'stdout', bytes: Buffer.from(text) }),
    close: async () => {
      for (const { resolve } of running.values()) resolve({ result: { type: 'lost', reason: 'closed' } });
    },
  };
}
