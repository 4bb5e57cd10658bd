import { randomBytes } from 'node:crypto';
import {
  type Executor,
  type Job,
  type JobResult,
  type Launch,
  LEFT,
  type Link,
} from '../../source/execute/executor.ts';

export type ShJobOptions = Partial<Omit<Job, 'action' | 'onOutput'>> & { readonly cwd?: string | undefined };

export type RecordedJob = {
  readonly job: Job;
  readonly stdout: () => string;
  readonly stderr: () => string;
  readonly launches: readonly Launch[];
  readonly links: readonly Link[];
};

/** An `sh` job with a name of its own that keeps what it prints. */
export function shJob(commands: string, { cwd, ...options }: ShJobOptions = {}): RecordedJob {
  const chunks: { readonly stream: string; readonly bytes: Uint8Array }[] = [];
  const launches: Launch[] = [];
  const links: Link[] = [];
  const text = (stream: string) =>
    Buffer.concat(chunks.filter((chunk) => chunk.stream === stream).map(({ bytes }) => bytes)).toString();
  const job: Job = {
    run: 'RUN1',
    step: 'step',
    attempt: 1,
    name: `RUN1.step.1.0.${randomBytes(8).toString('hex')}`,
    mode: 'start',
    recorded: { stdout: 0, stderr: 0 },
    launched: false,
    target: 'local',
    env: {},
    timeout: undefined,
    stop: new AbortController().signal,
    context: { planTitle: 'A plan', markers: {}, summary: '' },
    onLaunched: (launch) => launches.push(launch),
    onAside: () => undefined,
    onLink: (link) => links.push(link),
    ...options,
    action: {
      kind: 'sh',
      index: 0,
      line: 1,
      text: commands,
      on: { type: 'local' },
      timeout: undefined,
      silence: undefined,
      batch: [],
      maxFail: undefined,
      cwd,
      secrets: [],
      sql: undefined,
      marker: undefined,
      subject: undefined,
      to: undefined,
      attach: undefined,
    },
    onOutput: (chunk) => void chunks.push(chunk),
  };
  return { job, stdout: () => text('stdout'), stderr: () => text('stderr'), launches, links };
}

/** For a job's commands: waits for a file, but not for ever: a test that dies leaves it alone. */
export function awaitFile(file: string, seconds = 60): string {
  return `tries=0; while [ ! -e '${file}' ] && [ $tries -lt ${seconds * 20} ]; do tries=$((tries + 1)); sleep 0.05; done`;
}

/** Its result, where it is not left running. */
export async function perform(executor: Pick<Executor, 'perform'>, job: Job): Promise<JobResult> {
  const performed = await executor.perform(job);
  if (performed === LEFT) throw new Error(`${job.name} was left running`);
  return performed;
}
