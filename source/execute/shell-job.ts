import type { TargetResult } from '../run/event.ts';
import type { Job } from './executor.ts';
import { createFrameFilter, frameNonce } from './shell-frame.ts';
import { shellScript } from './shell-script.ts';
import type { Timers } from './timers.ts';

/** A place that can run `sh -s`: this machine, or a host. */
export type ShellPlace = {
  /** For messages: `this machine`, `sakaiprod1`. */
  readonly name: string;
  readonly launch: (launch: ShellLaunch) => Promise<RunningShell>;
};

export type ShellLaunch = {
  /** For the shell's stdin. */
  readonly input: string;
  readonly stdout: (bytes: Uint8Array) => void;
  readonly stderr: (bytes: Uint8Array) => void;
};

export type RunningShell = {
  /** Settles when the shell has ended and its output is complete, or when it cannot be followed any more. */
  readonly ended: Promise<TargetResult>;
  /** TERM, grace, KILL. `target` is what the shell said `kill` is to be given; undefined where it said nothing yet. */
  readonly kill: (target: string | undefined) => Promise<void>;
};

export type ShellJobOptions = {
  readonly job: Job;
  readonly place: ShellPlace;
  readonly timers: Timers;
};

/** Runs a job's commands at a place, with its timeout and its stop. */
export async function performShellJob({ job, place, timers }: ShellJobOptions): Promise<TargetResult> {
  if (job.stop.aborted) return { type: 'stopped' };
  const nonce = frameNonce();
  const { env, action } = job;
  const script = shellScript({ env, cwd: action.cwd, commands: action.text, nonce });
  if (script.type === 'refused') return script;

  let frame: string | undefined;
  let over = false;
  const output = (stream: 'stdout' | 'stderr', bytes: Uint8Array) => {
    if (!over) job.onOutput({ stream, bytes });
  };
  const stdout = createFrameFilter({
    nonce,
    onFrame: (word) => {
      frame = word;
    },
    onBytes: (bytes) => output('stdout', bytes),
  });
  const shell = await place.launch({
    input: script.text,
    stdout: stdout.push,
    stderr: (bytes) => output('stderr', bytes),
  });
  const result = await endedOrCut({ job, shell, timers, target: () => killTarget(frame) });
  stdout.end();
  over = true;
  return judge({ result, frame, place: place.name, cwd: action.cwd });
}

type CutOptions = {
  readonly job: Job;
  readonly shell: RunningShell;
  readonly timers: Timers;
  readonly target: () => string | undefined;
};

/** How long the streams of a killed shell may stay open, milliseconds. */
const afterKill = 3_000;

async function endedOrCut({ job, shell, timers, target }: CutOptions): Promise<TargetResult> {
  const cut = cutOf(job, timers);
  const first = await Promise.race([shell.ended, cut.happened]);
  cut.cancel();
  if (first.type !== 'timed-out' && first.type !== 'stopped') return first;
  await shell.kill(target());
  const late = Promise.withResolvers<undefined>();
  const cancel = timers.after(afterKill, () => late.resolve(undefined));
  const end = await Promise.race([shell.ended, late.promise]);
  cancel();
  // Whether the kill arrived is not known either.
  return end?.type === 'lost' ? end : first;
}

function cutOf(job: Job, timers: Timers): { happened: Promise<TargetResult>; cancel: () => void } {
  const { promise, resolve } = Promise.withResolvers<TargetResult>();
  const { timeout } = job;
  const cancelTimeout =
    timeout === undefined
      ? () => {}
      : timers.after(timeout, () => resolve({ type: 'timed-out', after: timeout }));
  const onStop = () => resolve({ type: 'stopped' });
  job.stop.addEventListener('abort', onStop, { once: true });
  if (job.stop.aborted) onStop();
  const cancel = () => {
    cancelTimeout();
    job.stop.removeEventListener('abort', onStop);
  };
  return { happened: promise, cancel };
}

/** Only numbers reach `kill`, whatever a host prints. */
function killTarget(frame: string | undefined): string | undefined {
  return frame !== undefined && /^-?[1-9]\d*$/.test(frame) && frame !== '-1' && frame !== '1'
    ? frame
    : undefined;
}

type Judged = {
  readonly result: TargetResult;
  readonly frame: string | undefined;
  readonly place: string;
  readonly cwd: string | undefined;
};

/** An exit code counts only when our shell is known to have run. */
function judge({ result, frame, place, cwd }: Judged): TargetResult {
  if (result.type !== 'exited' && result.type !== 'signalled') return result;
  if (frame === 'cd') return { type: 'refused', reason: `the folder ${cwd} cannot be entered on ${place}` };
  if (frame !== undefined) return result;
  const how = result.type === 'exited' ? `code ${result.code}` : result.signal;
  return {
    type: 'failed',
    reason: `no shell ran the step on ${place}: the login ended with ${how} before it`,
  };
}
