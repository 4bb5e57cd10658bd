import type { TargetResult } from '../run/event.ts';
import type { Executor, Job, JobResult } from './executor.ts';
import { messageOf, oneLine } from './reason.ts';
import { createFrameFilter, frameNonce } from './shell-frame.ts';
import { type KillOutcome, performShellJob, type RunningShell, type ShellLaunch } from './shell-job.ts';
import { afterKill, killScript } from './shell-kill.ts';
import type { SshConnection, SshOpening } from './ssh-connection.ts';
import { createSshPool, type SshPool } from './ssh-pool.ts';
import { createSshSettings } from './ssh-settings.ts';
import { systemTimers, type Timers, within } from './timers.ts';

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
    if (begun.type === 'not-begun') {
      return { ended: Promise.resolve(begun.result), kill: async () => unknown('it never began') };
    }
    const { ended, close } = begun;
    return { ended, kill: (target) => kill({ host: job.target, pool, target, grace, timers, close }) };
  };
  try {
    const result = await performShellJob({ job, timers, place: { name: job.target, launch } });
    return { result, hostKey };
  } catch (error) {
    const reason = `${job.target} can't be followed: ${oneLine(messageOf(error))}`;
    return { result: { type: 'lost', reason }, hostKey };
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

/** Goes over a new connection where the kept one doesn't carry it through. */
async function kill({ host, pool, target, grace, timers, close }: Kill): Promise<KillOutcome> {
  if (target === undefined) {
    close();
    return unknown('the shell had not said yet what is to be ended');
  }
  let reason = 'the kill was not answered';
  for (const which of ['kept', 'fresh'] as const) {
    const opening = await pool.connection(host, which);
    if (opening.type === 'refused') return unknown(opening.reason);
    const answer = await killOver({ connection: opening.connection, target, grace, timers });
    if (answer.type !== 'unknown') return answer;
    reason = answer.reason;
  }
  return unknown(reason);
}

type KillOver = Pick<Kill, 'grace' | 'timers'> & {
  readonly connection: SshConnection;
  readonly target: string;
};

async function killOver({ connection, target, grace, timers }: KillOver): Promise<KillOutcome> {
  const nonce = frameNonce();
  let word: string | undefined;
  const ignore = () => {};
  const { push } = createFrameFilter({
    nonce,
    onFrame: (said) => {
      word = said;
    },
    onBytes: ignore,
  });
  const input = killScript({ target, grace: grace / 1_000, nonce });
  const start = await connection.run({ input, stdout: push, stderr: ignore });
  if (start.type === 'failed') return unknown(start.reason);
  const ms = grace + afterKill * 1_000 + killPatience;
  const end = await within(start.ended, { ms, timers });
  if (word === 'gone' || word === 'left') return { type: word };
  return unknown(end?.type === 'lost' ? end.reason : 'the kill was not answered');
}

function unknown(reason: string): KillOutcome {
  return { type: 'unknown', reason };
}
