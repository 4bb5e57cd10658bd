import type { Job } from './executor.ts';

export type OutputLines = {
  readonly out: (line: string) => void;
  readonly err: (line: string) => void;
};

/** Writes whole lines into a job's output. */
export function outputLines(job: Pick<Job, 'onOutput'>): OutputLines {
  const encoder = new TextEncoder();
  const writer = (stream: 'stdout' | 'stderr') => (line: string) =>
    job.onOutput({ stream, bytes: encoder.encode(`${line}\n`) });
  return { out: writer('stdout'), err: writer('stderr') };
}
