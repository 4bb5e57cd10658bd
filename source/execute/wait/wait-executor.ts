import { formatDuration } from '../../plan/duration.ts';
import { fillValues } from '../../plan/fill-values.ts';
import type { DatabaseRef } from '../../plan/plan.ts';
import type { WaitAction } from '../../plan/wait-action.ts';
import type { Executor, Job, JobResult } from '../executor.ts';
import { outputLines } from '../output-lines.ts';
import { oneLine } from '../reason.ts';
import { type Resolve, resolveReference } from '../reference.ts';
import type { Transport } from '../shell/shell-channel.ts';
import { pause, systemTimers, type Timers } from '../timers.ts';
import { hostFileLooker, localFileLooker } from './wait-file.ts';
import type { Looker } from './wait-look.ts';
import { portLooker } from './wait-port.ts';
import { queryLooker } from './wait-query.ts';
import { timeLooker } from './wait-time.ts';

export type WaitOptions = {
  readonly databases: Readonly<Record<string, DatabaseRef>>;
  readonly transport: () => Promise<Transport>;
  readonly resolve?: Resolve | undefined;
  readonly timers?: Timers | undefined;
};

/** Milliseconds between lines that say that nothing has changed. */
const reminder = 60_000;

/** Looks again and again until what a `wait` fence waits for is there. It changes nothing anywhere. */
export function createWaitExecutor(options: WaitOptions): Executor<JobResult> {
  const { timers = systemTimers } = options;
  const closing = new AbortController();
  return {
    perform: async (job) => {
      const { wait } = job.action;
      if (wait === undefined) return { result: { type: 'refused', reason: 'this fence waits for nothing' } };
      const limit = new AbortController();
      const { timeout } = job;
      const forget = timeout === undefined ? () => undefined : timers.after(timeout, () => limit.abort());
      const signal = AbortSignal.any([job.stop, limit.signal, closing.signal]);
      try {
        const looker = lookerOf(job, { wait, options, signal, timers });
        return await waiting({ job, wait, looker, limit: limit.signal, signal, timers });
      } finally {
        forget();
      }
    },
    close: async () => closing.abort(),
  };
}

type Means = {
  readonly wait: WaitAction;
  readonly options: WaitOptions;
  readonly signal: AbortSignal;
  readonly timers: Timers;
};

function lookerOf(job: Job, { wait: { until }, options, signal, timers }: Means): Looker {
  const local = job.action.on.type !== 'hosts';
  const fill = (text: string) => fillValues(text, local ? job.env : { ...job.env, host: job.target });
  switch (until.type) {
    case 'time':
    case 'offset':
      return timeLooker(until, { clock: job.context.clock, timers });
    case 'file': {
      const file = { path: fill(until.path), gone: until.gone };
      if (local) return localFileLooker(file);
      return hostFileLooker({ ...file, host: job.target, transport: options.transport, timers });
    }
    case 'port':
      return portLooker({ host: fill(until.host), port: fill(until.port), gone: until.gone, timers });
    case 'query': {
      const { databases, resolve = resolveReference } = options;
      return queryLooker({ ...until, job, databases, resolve, signal, timers });
    }
  }
}

type Waiting = Omit<Means, 'options'> & {
  readonly job: Job;
  readonly looker: Looker;
  /** Aborted when the time is up. */
  readonly limit: AbortSignal;
};

async function waiting({ job, wait, looker, limit, signal, timers }: Waiting): Promise<JobResult> {
  const { out, err } = outputLines(job);
  const began = timers.now();
  let said = '';
  let saidAt = began;
  let hostKey: string | undefined;
  out(`waiting for: ${oneLine(wait.text, 300)}`);
  for (;;) {
    if (signal.aborted) return { result: cut(job), hostKey };
    const found = await unlessAborted(looker(), signal);
    if (found === undefined) return { result: cut(job), hostKey };
    hostKey = found.hostKey ?? hostKey;
    const gone = timers.now() - began;
    if (found.type === 'never') {
      if ('reason' in found.result) err(found.result.reason);
      return { result: found.result, hostKey };
    }
    if (found.type === 'yet') {
      out(`${found.words}, after ${formatDuration(gone)}`);
      return { result: { type: 'exited', code: 0 }, hostKey };
    }
    if (found.words !== said) {
      out(`not yet: ${found.words}`);
      said = found.words;
      saidAt = timers.now();
    } else if (timers.now() - saidAt >= reminder) {
      out(`still not, after ${formatDuration(gone)}: ${found.words}`);
      saidAt = timers.now();
    }
    await pause({ ms: found.again ?? wait.interval, signal, timers });
  }

  function cut({ stop, timeout }: Job): JobResult['result'] {
    if (!stop.aborted && limit.aborted && timeout !== undefined) {
      const last = said === '' ? '' : `; last: ${said}`;
      err(`the time is up after ${formatDuration(timeout)}${last}`);
      return { type: 'timed-out', after: timeout };
    }
    return { type: 'stopped' };
  }
}

/** A look that hangs must not keep a person waiting who has asked to stop. */
async function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T | undefined> {
  const { promise: aborted, resolve } = Promise.withResolvers<undefined>();
  const abort = () => resolve(undefined);
  signal.addEventListener('abort', abort, { once: true });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}
