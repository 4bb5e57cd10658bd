import type { Job } from '../../source/execute/executor.ts';

export type ShJobOptions = Partial<Omit<Job, 'action' | 'onOutput'>> & { readonly cwd?: string };

export type RecordedJob = {
  readonly job: Job;
  readonly stdout: () => string;
  readonly stderr: () => string;
};

/** An `sh` job that keeps what it prints. */
export function shJob(commands: string, { cwd, ...options }: ShJobOptions = {}): RecordedJob {
  const chunks: { readonly stream: string; readonly bytes: Uint8Array }[] = [];
  const text = (stream: string) =>
    Buffer.concat(chunks.filter((chunk) => chunk.stream === stream).map(({ bytes }) => bytes)).toString();
  const job: Job = {
    run: 'RUN1',
    step: 'step',
    attempt: 1,
    target: 'local',
    env: {},
    timeout: undefined,
    stop: new AbortController().signal,
    context: { planTitle: 'A plan', markers: {}, summary: '' },
    ...options,
    action: {
      kind: 'sh',
      index: 0,
      line: 1,
      text: commands,
      on: { type: 'local' },
      timeout: undefined,
      cwd,
      marker: undefined,
      subject: undefined,
      to: undefined,
    },
    onOutput: (chunk) => chunks.push(chunk),
  };
  return { job, stdout: () => text('stdout'), stderr: () => text('stderr') };
}
