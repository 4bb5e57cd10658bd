import type { ChildProcess } from 'node:child_process';
import type { Executor, Job, JobResult } from './executor.ts';
import { killLocalGroup } from './local-group.ts';
import { messageOf, oneLine } from './reason.ts';
import type { Environment } from './reference.ts';
import { createEnding } from './shell-ending.ts';
import { performShellJob, type RunningShell, type ShellLaunch } from './shell-job.ts';
import { systemTimers, type Timers } from './timers.ts';

export type LocalExecutorOptions = {
  readonly timers?: Timers;
  /** Milliseconds between TERM and KILL. */
  readonly grace?: number;
  /** Path of the shell. */
  readonly shell?: string;
  /** What steps find in their environment beside the job's own; all of this program's by default. */
  readonly env?: Environment;
};

/** Runs `sh` actions on this machine, each in a process group of its own. */
export function createLocalExecutor(options: LocalExecutorOptions = {}): Executor {
  const { timers = systemTimers, grace = 10_000, shell = '/bin/sh', env = process.env } = options;
  const left = new Set<ChildProcess>();
  const launch = (order: ShellLaunch) => startShell({ order, shell, env, timers, grace, left });
  return {
    perform: async (job) => perform(job, { timers, launch }),
    close: async () => {
      for (const child of left) letGo(child);
      left.clear();
    },
  };
}

type Means = { readonly timers: Timers; readonly launch: (order: ShellLaunch) => Promise<RunningShell> };

async function perform(job: Job, { timers, launch }: Means): Promise<JobResult> {
  try {
    return { result: await performShellJob({ job, timers, place: { name: 'this machine', launch } }) };
  } catch (error) {
    const reason = `the step could not be started: ${oneLine(messageOf(error))}`;
    return { result: { type: 'refused', reason } };
  }
}

type Start = {
  readonly order: ShellLaunch;
  readonly shell: string;
  readonly env: Environment;
  readonly timers: Timers;
  readonly grace: number;
  readonly left: Set<ChildProcess>;
};

async function startShell({ order, shell, env, timers, grace, left }: Start): Promise<RunningShell> {
  const child = await spawnThroughZx({ input: order.input, shell, env });
  left.add(child);
  const ending = createEnding({ timers, stderr: order.stderr });
  // The shell may end without having read all of its script.
  child.stdin?.on('error', () => {});
  child.stdout?.on('data', (bytes: Uint8Array) => {
    ending.touched();
    order.stdout(bytes);
  });
  child.stderr?.on('data', (bytes: Uint8Array) => {
    ending.touched();
    order.stderr(bytes);
  });
  child.once('error', (error) => {
    if (child.pid === undefined)
      ending.closed({ type: 'refused', reason: `${shell} does not start: ${oneLine(error.message)}` });
  });
  child.once('exit', (code, signal) => {
    ending.exited(
      code === null ? { type: 'signalled', signal: signal ?? 'unknown' } : { type: 'exited', code },
    );
  });
  child.once('close', () => {
    left.delete(child);
    ending.closed({ type: 'lost', reason: 'the shell ended without telling how' });
  });
  const { pid } = child;
  return {
    ended: ending.result,
    kill: async () =>
      pid === undefined
        ? { type: 'unknown', reason: 'no process was made' }
        : await killLocalGroup({ group: pid, grace, timers }),
  };
}

type Spawn = { readonly input: string; readonly shell: string; readonly env: Environment };

async function spawnThroughZx({ input, shell, env }: Spawn): Promise<ChildProcess> {
  const { $, quote } = await import('zx/core');
  // Everything is said outright: zx takes defaults from ZX_* variables and from the bash it finds.
  const run = $({
    shell,
    quote,
    prefix: '',
    postfix: '',
    cwd: process.cwd(),
    env,
    preferLocal: false,
    stdio: 'pipe',
    timeout: 0,
    detached: true,
    nothrow: true,
    quiet: true,
    verbose: false,
    input,
    store: forgetfulStore(),
  })`exec sh -s`;
  if (run.child !== undefined) return run.child;
  const output = await run;
  throw output.cause ?? new Error('no process was made');
}

/** zx keeps all output in memory unless the arrays it is given take nothing in. */
function forgetfulStore() {
  const keepNothing = () => Object.assign([], { push: () => 0 });
  return { stdout: keepNothing(), stderr: keepNothing(), stdall: keepNothing() };
}

/** What a left behind child still says is nobody's any more; it must not keep this program alive. */
function letGo(child: ChildProcess) {
  child.stdout?.destroy();
  child.stderr?.destroy();
  child.unref();
}
