import type { TargetResult } from '../run/event.ts';
import { unknownMarker } from './database/marker-verdict.ts';
import { type Executor, type Job, type JobResult, LEFT, type Performed } from './executor.ts';
import { outputLines } from './output-lines.ts';
import { createRandom, seedFor } from './random.ts';
import { rehearsalLines } from './rehearsal-lines.ts';

/** What goes wrong on purpose: an exit code, a lost connection, no end at all. */
export type RehearsalFault = 'fail' | 'lose' | 'hang';

export type RehearsalOptions = {
  /** The session's clock: milliseconds of the rehearsal, not of the wall. */
  readonly after: (ms: number, callback: () => void) => () => void;
  readonly now: () => number;
  /** The same seed gives the same rehearsal, in whatever order the jobs come. */
  readonly seed: number;
  /** Planned milliseconds of one job. */
  readonly durationOf: (job: Job) => number;
  readonly fault?: ((job: Job) => RehearsalFault | undefined) | undefined;
};

/** Touches nothing: every job says what it would do and ends well, about when the plan says. */
export function createRehearsalExecutor(options: RehearsalOptions): Executor {
  const running = new Set<() => void>();
  return {
    perform: async (job) => await rehearse({ job, options, running }),
    close: async () => {
      for (const leave of running) leave();
    },
  };
}

type Rehearse = {
  readonly job: Job;
  readonly options: RehearsalOptions;
  readonly running: Set<() => void>;
};

async function rehearse({ job, options, running }: Rehearse): Promise<Performed> {
  const name = [job.step, job.attempt, job.action.index, job.target].join('/');
  const random = createRandom(seedFor(options.seed, name));
  const fault = options.fault?.(job);
  const length = lengthOf({ job, options, random, fault });
  const { out, err } = outputLines(job);
  const lines = rehearsalLines(job);
  return await new Promise((resolve) => {
    const pending: (() => void)[] = [];
    const settle = (performed: Performed) => {
      for (const forget of pending.splice(0)) forget();
      job.stop.removeEventListener('abort', stop);
      running.delete(leave);
      resolve(performed);
    };
    const end = (result: JobResult) => {
      const line = lastLine(result.result);
      if (result.result.type === 'exited') out(line);
      else err(line);
      settle(result);
    };
    const stop = () => end({ result: { type: 'stopped' } });
    const leave = () => settle(LEFT);
    running.add(leave);
    job.stop.addEventListener('abort', stop, { once: true });
    if (job.stop.aborted) return stop();

    job.onLaunched({});
    if (job.mode === 'attach') out('rehearsal: attached again');
    lines.forEach((line, index) => {
      const at = (length * index) / lines.length;
      if (at === 0) out(line);
      else pending.push(options.after(at, () => out(line)));
    });
    const { timeout } = job;
    // Any other job ends before its limit; at high speed the two timers would race.
    if (timeout !== undefined && fault === 'hang') {
      pending.push(options.after(timeout, () => end({ result: { type: 'timed-out', after: timeout } })));
    }
    if (fault !== 'hang')
      pending.push(options.after(length, () => end(outcome({ job, options, random, fault }))));
  });
}

type Draw = {
  readonly job: Job;
  readonly options: RehearsalOptions;
  readonly random: () => number;
  readonly fault: RehearsalFault | undefined;
};

/** A tenth more or less than planned; never past the job's limit, which is more often generous than meant. */
function lengthOf({ job, options, random, fault }: Draw): number {
  const jitter = 0.9 + 0.2 * random();
  const limit = (job.timeout ?? Number.POSITIVE_INFINITY) * 0.9;
  const length = Math.min(Math.max(0, options.durationOf(job)) * jitter, limit);
  return fault === undefined ? length : length * (0.2 + 0.6 * random());
}

function outcome({ job, options, random, fault }: Draw): JobResult {
  if (fault === 'lose') return { result: { type: 'lost', reason: 'the connection was lost, as rehearsed' } };
  if (fault === 'fail') {
    if (job.action.kind === 'sh') return { result: { type: 'exited', code: 1 } };
    return { result: { type: 'failed', reason: 'failed, as rehearsed' } };
  }
  return job.action.kind === 'marker' ? markerOutcome({ job, options, random }) : { result: EXITED };
}

const EXITED = { type: 'exited', code: 0 } as const;

/** There is no database to look into: what the journal knows is there. */
function markerOutcome({ job, options, random }: Omit<Draw, 'fault'>): JobResult {
  const { marker, on } = job.action;
  if (marker === undefined || on.type !== 'database') {
    return { result: { type: 'failed', reason: 'a marker fence holds `set NAME` or `check NAME`' } };
  }
  if (marker.verb === 'check') {
    if (job.context.markers[marker.name] !== undefined) return { result: EXITED };
    return { result: { type: 'failed', reason: unknownMarker(marker.name) } };
  }
  const token = Array.from({ length: 32 }, () => Math.floor(random() * 16).toString(16)).join('');
  const at = Math.floor(options.now());
  return { result: EXITED, marker: { name: marker.name, database: on.name, token, at } };
}

function lastLine(result: TargetResult): string {
  switch (result.type) {
    case 'exited':
      return `rehearsal: ended, exit ${result.code}`;
    case 'timed-out':
      return 'rehearsal: the time was up';
    case 'stopped':
      return 'rehearsal: stopped';
    case 'signalled':
      return `rehearsal: ended by ${result.signal}`;
    case 'refused':
    case 'failed':
    case 'lost':
      return `rehearsal: ${result.reason}`;
  }
}
