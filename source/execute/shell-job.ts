import type { TargetResult } from '../run/event.ts';
import type { Job } from './executor.ts';
import { restNotKept } from './shell-ending.ts';
import { createFrameFilter, frameNonce } from './shell-frame.ts';
import { shellScript } from './shell-script.ts';
import { type Timers, within } from './timers.ts';

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
  readonly kill: (target: string | undefined) => Promise<KillOutcome>;
};

export type KillOutcome =
  /** Nothing of the group is left: somebody looked. */
  | { readonly type: 'gone' }
  /** Something of it outlived the KILL: a process of another user, say. */
  | { readonly type: 'left' }
  | { readonly type: 'unknown'; readonly reason: string };

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
  const framed = Promise.withResolvers<void>();
  let over = false;
  const output = (stream: 'stdout' | 'stderr', bytes: Uint8Array) => {
    if (!over) job.onOutput({ stream, bytes });
  };
  const stdout = createFrameFilter({
    nonce,
    onFrame: (word) => {
      frame = word;
      framed.resolve();
    },
    onBytes: (bytes) => output('stdout', bytes),
  });
  const stderr = (bytes: Uint8Array) => output('stderr', bytes);
  const shell = await place.launch({ input: script.text, stdout: stdout.push, stderr });
  const result = await endedOrCut({
    job,
    place: place.name,
    shell,
    timers,
    framed: framed.promise,
    target: () => killTarget(frame),
    stderr,
  });
  stdout.end();
  over = true;
  return judge({ result, frame, place: place.name, cwd: action.cwd });
}

type CutOptions = {
  readonly job: Job;
  readonly place: string;
  readonly shell: RunningShell;
  readonly timers: Timers;
  /** Settles when the shell has said whom to kill. */
  readonly framed: Promise<void>;
  readonly target: () => string | undefined;
  readonly stderr: (bytes: Uint8Array) => void;
};

/** How long the streams of a killed shell may stay open, milliseconds. */
const afterKill = 3_000;
/** How long a shell that is to be killed may take to say whom, milliseconds. */
const framePatience = 2_000;

async function endedOrCut(options: CutOptions): Promise<TargetResult> {
  const { job, place, shell, timers, framed, target, stderr } = options;
  const interruption = watchInterruption(job, timers);
  const first = await Promise.race([shell.ended, interruption.happened]);
  interruption.cancel();
  const cut = interruption.asked();
  if (cut === undefined || first !== cut) return first;
  await within(Promise.race([framed, shell.ended]), { ms: framePatience, timers });
  const kill = await shell.kill(target());
  const end = await within(shell.ended, { ms: afterKill, timers });
  if (end === undefined && kill.type === 'gone') stderr(restNotKept(`${afterKill / 1_000} s after the kill`));
  return afterCut({ cut, kill, end, place });
}

type Cut = Extract<TargetResult, { readonly type: 'timed-out' | 'stopped' }>;

function watchInterruption(job: Job, timers: Timers) {
  const { promise, resolve } = Promise.withResolvers<Cut>();
  let asked: Cut | undefined;
  const interrupt = (cut: Cut) => {
    asked ??= cut;
    resolve(asked);
  };
  const { timeout } = job;
  const cancelTimeout =
    timeout === undefined
      ? () => {}
      : timers.after(timeout, () => interrupt({ type: 'timed-out', after: timeout }));
  const onStop = () => interrupt({ type: 'stopped' });
  job.stop.addEventListener('abort', onStop, { once: true });
  if (job.stop.aborted) onStop();
  const cancel = () => {
    cancelTimeout();
    job.stop.removeEventListener('abort', onStop);
  };
  return { happened: promise, asked: () => asked, cancel };
}

type Ends = {
  readonly cut: Cut;
  readonly kill: KillOutcome;
  readonly end: TargetResult | undefined;
  readonly place: string;
};

/** A stop or a time-out counts only when somebody saw the end: what may still run must not be run again. */
function afterCut({ cut, kill, end, place }: Ends): TargetResult {
  if (kill.type === 'gone') return cut;
  // It never began.
  if (end?.type === 'refused') return end;
  if (kill.type === 'unknown' && (end?.type === 'exited' || end?.type === 'signalled')) return cut;
  const asked = cut.type === 'stopped' ? 'a stop was asked for' : 'the time was up';
  const why = kill.type === 'left' ? 'something of it outlived the KILL' : kill.reason;
  return { type: 'lost', reason: `${asked}, but nobody saw the step end on ${place}: ${why}` };
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
