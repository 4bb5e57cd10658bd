import { formatDuration } from '../../plan/duration.ts';
import type { HttpAction } from '../../plan/http-action.ts';
import type { TargetResult } from '../../run/facts.ts';
import type { Executor, Job, JobResult } from '../executor.ts';
import { outputLines } from '../output-lines.ts';
import { oneLine } from '../reason.ts';
import { type Resolve, resolveReference } from '../reference.ts';
import { pause, systemTimers, type Timers } from '../timers.ts';
import { type Prepared, prepareRequest } from './http-prepare.ts';
import { type Try, tryOnce } from './http-try.ts';

export type HttpOptions = {
  /** Looks up the references in headers; in this process's own environment by default. */
  readonly resolve?: Resolve | undefined;
  readonly timers?: Timers | undefined;
};

/** Milliseconds for one try where the plan says nothing. */
const TIMEOUT = 30_000;

/** Asks as an `http` fence says, from this machine, and compares the answer with what is expected. */
export function createHttpExecutor({
  resolve = resolveReference,
  timers = systemTimers,
}: HttpOptions): Executor<JobResult> {
  const closing = new AbortController();
  return {
    perform: async (job) => {
      const { http } = job.action;
      const lines = outputLines(job);
      if (http === undefined) return { result: { type: 'refused', reason: 'this fence holds no request' } };
      const prepared = await prepareRequest(job, http, resolve);
      if (prepared.type === 'refused') {
        lines.err(prepared.reason);
        return { result: prepared };
      }
      const signal = AbortSignal.any([job.stop, closing.signal]);
      const result = await ask({ job, action: http, prepared, signal, timers });
      const hidden: TargetResult =
        'reason' in result ? { ...result, reason: prepared.mask(result.reason) } : result;
      return { result: hidden } satisfies JobResult;
    },
    close: async () => closing.abort(),
  };
}

type Ask = {
  readonly job: Job;
  readonly action: HttpAction;
  readonly prepared: Prepared;
  readonly signal: AbortSignal;
  readonly timers: Timers;
};

async function ask(options: Ask): Promise<TargetResult> {
  const { job, action, prepared, signal, timers } = options;
  const { out, err } = outputLines(job);
  const timeout = job.timeout ?? TIMEOUT;
  const { until, interval } = action;
  const deadline = timers.now() + (until ?? 0);
  out(`${prepared.method} ${oneLine(prepared.mask(prepared.url.href), 300)}`);
  for (let number = 1; ; number += 1) {
    const tried = await tryOnce({ prepared, action, timeout, signal, timers });
    const say = tried.type === 'held' ? out : err;
    const lead = until === undefined ? '' : `try ${number}: `;
    for (const [index, line] of tried.lines.entries()) say(prepared.mask(index === 0 ? lead + line : line));
    const end = endOf(tried, job.stop.aborted);
    if (end !== undefined) return end;
    if (until === undefined) return single(tried, timeout);
    if (timers.now() + interval > deadline) {
      const tries = number === 1 ? '1 try' : `${number} tries`;
      return {
        type: 'failed',
        reason: `not as expected within ${formatDuration(until)}, ${tries}: ${tried.reason}`,
      };
    }
    if (!(await pause({ ms: interval, signal, timers }))) return { type: 'stopped' };
  }
}

/** What ends it whatever is left of the time. */
function endOf({ type, reason }: Try, stopped: boolean): TargetResult | undefined {
  if (type === 'held') return { type: 'exited', code: 0 };
  if (type === 'lost') return { type: 'lost', reason };
  if (type === 'aborted') return stopped ? { type: 'stopped' } : { type: 'failed', reason };
  return undefined;
}

function single({ type, reason }: Try, timeout: number): TargetResult {
  if (type === 'timed-out') return { type: 'timed-out', after: timeout };
  return { type: type === 'unreached' ? 'refused' : 'failed', reason };
}
