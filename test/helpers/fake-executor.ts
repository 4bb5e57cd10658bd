import {
  type Executor,
  type Job,
  type JobResult,
  type Launch,
  LEFT,
  type Link,
  type Performed,
} from '../../source/execute/executor.ts';

/** Jobs wait until a test ends them. */
export type FakeExecutor = Executor & {
  readonly jobs: () => readonly Job[];
  /** Ends the job that runs on this target. */
  readonly end: (target: string, result: JobResult['result'], more?: Omit<JobResult, 'result'>) => void;
  readonly write: (target: string, text: string) => void;
  /** What somebody says who looks at it from elsewhere. */
  readonly aside: (target: string, aside: Parameters<Job['onAside']>[0]) => void;
  readonly launch: (target: string, launch?: Launch) => void;
  readonly link: (target: string, link: Link) => void;
};

export function createFakeExecutor(): FakeExecutor {
  const running = new Map<string, { readonly job: Job; readonly resolve: (result: Performed) => void }>();
  const jobs: Job[] = [];

  function find(target: string): { readonly job: Job; readonly resolve: (result: Performed) => void } {
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
    write: (target, text) => void find(target).job.onOutput({ stream: 'stdout', bytes: Buffer.from(text) }),
    aside: (target, aside) => find(target).job.onAside(aside),
    launch: (target, launch = {}) => find(target).job.onLaunched(launch),
    link: (target, link) => find(target).job.onLink(link),
    close: async () => {
      for (const { resolve } of running.values()) resolve(LEFT);
    },
  };
}
