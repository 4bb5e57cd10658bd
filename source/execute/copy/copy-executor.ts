import { fillValues } from '../../plan/fill-values.ts';
import type { TargetResult } from '../../run/facts.ts';
import type { Executor, Job, JobResult } from '../executor.ts';
import { outputLines } from '../output-lines.ts';
import { oneLine } from '../reason.ts';
import type { HostFiles, Transport } from '../shell/shell-channel.ts';
import { withRoom } from '../shell/short-script.ts';
import { systemTimers, type Timers } from '../timers.ts';
import { getFile } from './copy-get.ts';
import type { CopyPlace } from './copy-place.ts';
import { type CopyEnd, putFile } from './copy-put.ts';
import { createDigests } from './local-digest.ts';

export type CopyOptions = {
  readonly transport: () => Promise<Transport>;
  readonly timers?: Timers | undefined;
};

/** Copies the files of a `copy` fence to a host, or from it, one after the other, until one fails. */
export function createCopyExecutor({ transport, timers = systemTimers }: CopyOptions): Executor<JobResult> {
  const closing = new AbortController();
  const digestOf = createDigests();
  return {
    perform: async (job) => {
      const { err } = outputLines(job);
      if (job.stop.aborted) return { result: { type: 'stopped' } };
      const ways = await transport();
      const opening = await withRoom(ways, job.target);
      if (opening.type === 'refused') {
        const reason = oneLine(opening.reason, 300);
        err(reason);
        return { result: { type: 'refused', reason }, hostKey: opening.hostKey };
      }
      const { hostKey, files: open } = opening.connection;
      const started = await open?.();
      if (started?.type !== 'started') {
        const reason = started?.reason ?? `${job.target} is reached in a way that copies no files`;
        err(reason);
        return { result: { type: 'refused', reason }, hostKey };
      }
      const { files } = started;
      try {
        return {
          result: await limited({ job, files, ways, timers, digestOf, closing: closing.signal }),
          hostKey,
        };
      } finally {
        files.close();
      }
    },
    close: async () => closing.abort(),
  };
}

type Copying = {
  readonly job: Job;
  readonly files: HostFiles;
  readonly ways: Transport;
  readonly timers: Timers;
  readonly digestOf: CopyPlace['digestOf'];
  readonly closing: AbortSignal;
};

/** A stop and the time's end close the way to the files: what is under way fails then, and has replaced nothing. */
async function limited(copying: Copying): Promise<TargetResult> {
  const { job, files, timers, closing } = copying;
  const { timeout } = job;
  let why: TargetResult | undefined;
  const cutting = new AbortController();
  const cut = (result: TargetResult) => {
    why ??= result;
    cutting.abort();
    files.close();
  };
  const forget =
    timeout === undefined
      ? () => undefined
      : timers.after(timeout, () => cut({ type: 'timed-out', after: timeout }));
  const stop = () => cut({ type: 'stopped' });
  for (const signal of [job.stop, closing]) signal.addEventListener('abort', stop, { once: true });
  if (job.stop.aborted || closing.aborted) stop();
  try {
    const end = await copyAll(copying, cutting.signal);
    const { err } = outputLines(job);
    if (end.type === 'done') return { type: 'exited', code: 0 };
    if (end.type === 'unknown') {
      err(end.reason);
      return { type: 'lost', reason: end.reason };
    }
    if (why !== undefined) {
      err('cut off: the file that was under way has replaced nothing');
      return why;
    }
    err(end.reason);
    return { type: 'failed', reason: end.reason };
  } finally {
    forget();
    for (const signal of [job.stop, closing]) signal.removeEventListener('abort', stop);
  }
}

async function copyAll({ job, files, ways, timers, digestOf }: Copying, cut: AbortSignal): Promise<CopyEnd> {
  const { copy } = job.action;
  const { out } = outputLines(job);
  const values = { ...job.env, host: job.target };
  const place: CopyPlace = {
    host: job.target,
    files,
    transport: ways,
    timers,
    mode: copy?.mode,
    say: out,
    digestOf,
    cut,
  };
  for (const { verb, from, to } of copy?.files ?? []) {
    if (cut.aborted) return { type: 'fault', reason: 'cut off' };
    const paths = { from: fillValues(from, values), to: fillValues(to, values) };
    const end = verb === 'put' ? await putFile(place, paths) : await getFile(place, paths);
    if (end.type !== 'done') return end;
  }
  return { type: 'done' };
}
