import { outlivesGonogo } from '../plan/action-nature.ts';
import type { MarkerFact, TargetResult } from '../run/facts.ts';
import { createRandom, seedFor } from '../run/random.ts';
import { unknownMarker } from './database/marker-verdict.ts';
import { type Executor, type Job, type JobResult, LEFT, type Performed } from './executor.ts';
import { outputLines } from './output-lines.ts';
import { rehearsalLines } from './rehearsal-lines.ts';
import { leftUntil } from './wait/wait-time.ts';

/** What goes wrong on purpose: an exit code, or a lost connection. */
export type RehearsalFault = 'fail' | 'lose';

export type RehearsalOptions = {
  /** The session's clock: milliseconds of the rehearsal, not of the wall. */
  readonly after: (ms: number, callback: () => void) => () => void;
  readonly now: () => number;
  /** The same seed gives the same rehearsal, in whatever order the jobs come. */
  readonly seed: number;
  /** How long a job takes, milliseconds, its own limit or not; one that goes wrong ends on the way there. */
  readonly durationOf: (job: Job) => number;
  readonly fault?: ((job: Job) => RehearsalFault | undefined) | undefined;
  /** Hosts that were lost before. */
  readonly lost?: readonly string[] | undefined;
};

/** Touches nothing: every job says what it would do and ends well, unless it is to go wrong. */
export function createRehearsalExecutor(options: RehearsalOptions): Executor {
  const running = new Set<Running>();
  const lost = new Set(options.lost);
  return {
    perform: async (job) => {
      if (lost.has(job.target)) return { result: unreachable(job) };
      return await rehearse({ job, options, running, lost });
    },
    close: async () => {
      for (const { leave } of running) leave();
    },
  };
}

type Running = { readonly target: string; readonly leave: () => void; readonly lose: () => void };

/** What began there before may still go on: nobody can look. */
function unreachable({ mode }: Job): TargetResult {
  const reason = 'the host can no longer be reached, as rehearsed';
  return mode === 'attach' ? { type: 'lost', reason } : { type: 'refused', reason };
}

type Rehearse = {
  readonly job: Job;
  readonly options: RehearsalOptions;
  readonly running: Set<Running>;
  readonly lost: Set<string>;
};

async function rehearse({ job, options, running, lost }: Rehearse): Promise<Performed> {
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
      running.delete(own);
      resolve(performed);
    };
    const end = (result: JobResult) => {
      const line = lastLine(result.result);
      if (result.result.type === 'exited') out(line);
      else err(line);
      settle(result);
    };
    const stop = () => end({ result: { type: 'stopped' } });
    const lose = () => end({ result: { type: 'lost', reason: 'the connection was lost, as rehearsed' } });
    const loseHost = () => {
      lost.add(job.target);
      for (const other of running) if (other.target === job.target) other.lose();
    };
    const own: Running = { target: job.target, leave: () => settle(LEFT), lose };
    running.add(own);
    job.stop.addEventListener('abort', stop, { once: true });
    if (job.stop.aborted) return stop();

    job.onLaunched({});
    if (job.mode === 'attach') out('rehearsal: attached again');
    lines.forEach((line, index) => {
      const at = (length * index) / lines.length;
      if (at === 0) out(line);
      else pending.push(options.after(at, () => out(line)));
    });
    const finish = () => end(outcome({ job, options, random, fault }));
    pending.push(options.after(length, fault === 'lose' ? loseHost : finish));
  });
}

type Draw = {
  readonly job: Job;
  readonly options: RehearsalOptions;
  readonly random: () => number;
  readonly fault: RehearsalFault | undefined;
};

function lengthOf({ job, options, random, fault }: Draw): number {
  const length = Math.max(0, momentsLeft(job, options.now()) ?? options.durationOf(job));
  return fault === undefined ? length : Math.round(length * (0.2 + 0.6 * random()));
}

/** A moment comes in a rehearsal when it comes; all else takes as long as the plan allows. */
function momentsLeft({ action, context }: Job, now: number): number | undefined {
  const until = action.wait?.until;
  if (context.clock === undefined || (until?.type !== 'time' && until?.type !== 'offset')) return undefined;
  return leftUntil(until, context.clock, now);
}

function outcome({ job, options, random, fault }: Draw): JobResult {
  if (fault === 'fail') {
    if (outlivesGonogo(job.action)) return { result: { type: 'exited', code: 1 } };
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
    const { markers } = job.context;
    const fact = markers[marker.name];
    const newer =
      fact === undefined ? undefined : Object.values(markers).find((other) => isAfter(other, fact));
    // Of a copy nobody here can tell when it was made.
    if (newer !== undefined && fact?.database === on.name) {
      return { result: { type: 'failed', reason: `marker ${newer.name} was written after ${marker.name}` } };
    }
    if (fact !== undefined) return { result: EXITED };
    return { result: { type: 'failed', reason: unknownMarker(marker.name) } };
  }
  const token = Array.from({ length: 32 }, () => Math.floor(random() * 16).toString(16)).join('');
  const at = Math.floor(options.now());
  return { result: EXITED, marker: { name: marker.name, database: on.name, token, at } };
}

function isAfter(other: MarkerFact, fact: MarkerFact): boolean {
  return other.database === fact.database && other.at > fact.at;
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
