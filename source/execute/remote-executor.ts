import type { TargetResult } from '../run/event.ts';
import type { Executor, Job, JobResult } from './executor.ts';
import { performShellJob, type RunningShell, type ShellLaunch } from './shell-job.ts';
import { killScript } from './shell-kill.ts';
import type { SshOpening } from './ssh-connection.ts';
import { createSshPool, type SshPool } from './ssh-pool.ts';
import { createSshSettings } from './ssh-settings.ts';
import { systemTimers, type Timers } from './timers.ts';

export type RemoteExecutorOptions = {
  /** Takes the place of the user's ssh configuration, like `ssh -F`. */
  readonly configFile?: string | undefined;
  /** The program asked for a host's settings. */
  readonly ssh?: string;
  readonly timers?: Timers;
  /** Milliseconds between TERM and KILL. */
  readonly grace?: number;
  /** How many connections may be in the making at once. */
  readonly openers?: number;
  /** Milliseconds between signs of life; three without an answer and the connection is lost. */
  readonly keepAlive?: number;
};

/** Runs `sh` actions on hosts through SSH, over one kept connection a host. */
export function createRemoteExecutor(options: RemoteExecutorOptions = {}): Executor {
  const { timers = systemTimers, grace = 10_000, openers = 20, keepAlive = 10_000 } = options;
  const { configFile, ssh = 'ssh' } = options;
  const pool = createSshPool({
    settings: createSshSettings({ configFile, ssh }),
    timers,
    openers,
    keepAlive,
  });
  return {
    perform: (job) => perform({ job, pool, timers, grace }),
    close: pool.close,
  };
}

type Perform = { readonly job: Job; readonly pool: SshPool; readonly timers: Timers; readonly grace: number };

async function perform({ job, pool, timers, grace }: Perform): Promise<JobResult> {
  let hostKey: string | undefined;
  const launch = async (order: ShellLaunch): Promise<RunningShell> => {
    const begun = await begin({ order, job, pool });
    hostKey = begun.hostKey;
    if (begun.type === 'not-begun') return { ended: Promise.resolve(begun.result), kill: async () => {} };
    const { ended, close } = begun;
    return { ended, kill: (target) => kill({ host: job.target, pool, target, grace, timers, close }) };
  };
  try {
    const result = await performShellJob({ job, timers, place: { name: job.target, launch } });
    return { result, hostKey };
  } catch (error) {
    return { result: { type: 'lost', reason: `${job.target} can't be followed: ${String(error)}` }, hostKey };
  }
}

type Begun =
  | {
      readonly type: 'begun';
      readonly ended: Promise<TargetResult>;
      readonly close: () => void;
      readonly hostKey: string | undefined;
    }
  | { readonly type: 'not-begun'; readonly result: TargetResult; readonly hostKey: string | undefined };

type Begin = { readonly order: ShellLaunch; readonly job: Job; readonly pool: SshPool };

async function begin({ order, job, pool }: Begin): Promise<Begun> {
  let reason: string | undefined;
  let hostKey: string | undefined;
  const notBegun = (result: TargetResult): Begun => ({ type: 'not-begun', result, hostKey });
  for (;;) {
    const opening = await unlessStopped(
      pool.connection(job.target, reason === undefined ? 'kept' : 'fresh'),
      job.stop,
    );
    if (opening === 'stopped') return notBegun({ type: 'stopped' });
    hostKey = opening.type === 'open' ? opening.connection.hostKey : opening.hostKey;
    if (opening.type === 'refused') return notBegun({ type: 'refused', reason: opening.reason });
    // Many jobs may have waited for the same new connection.
    if (!opening.connection.hasRoom()) continue;
    const start = await opening.connection.run(order);
    if (start.type === 'started') return { type: 'begun', ended: start.ended, close: start.close, hostKey };
    // A kept connection may be dead. Nothing of the script was sent over it then, so one more may be tried.
    if (reason !== undefined) return notBegun({ type: 'refused', reason: start.reason });
    reason = start.reason;
  }
}

async function unlessStopped(
  opening: Promise<SshOpening>,
  stop: AbortSignal,
): Promise<SshOpening | 'stopped'> {
  const { promise, resolve } = Promise.withResolvers<'stopped'>();
  const onStop = () => resolve('stopped');
  stop.addEventListener('abort', onStop, { once: true });
  try {
    const first = await Promise.race([opening, promise]);
    return stop.aborted ? 'stopped' : first;
  } finally {
    stop.removeEventListener('abort', onStop);
  }
}

type Kill = {
  readonly host: string;
  readonly pool: SshPool;
  readonly target: string | undefined;
  readonly grace: number;
  readonly timers: Timers;
  readonly close: () => void;
};

/** How much longer than its grace time a kill may take, milliseconds. */
const killPatience = 10_000;

async function kill({ host, pool, target, grace, timers, close }: Kill): Promise<void> {
  if (target === undefined) return close();
  const input = killScript({ target, grace: grace / 1_000 });
  const silent = () => {};
  for (const which of ['kept', 'fresh'] as const) {
    const opening = await pool.connection(host, which);
    if (opening.type === 'refused') return;
    const start = await opening.connection.run({ input, stdout: silent, stderr: silent });
    if (start.type === 'failed') continue;
    const { promise, resolve } = Promise.withResolvers<void>();
    const cancel = timers.after(grace + killPatience, resolve);
    await Promise.race([start.ended, promise]);
    return cancel();
  }
}
