import type { ChildProcess } from 'node:child_process';
import { messageOf, oneLine } from '../reason.ts';
import type { Environment } from '../reference.ts';
import type { Timers } from '../timers.ts';
import type { ChannelEnd, ChannelOrder, ShellChannel } from './shell-channel.ts';
import type { PlaceStart, ShellPlace } from './shell-place.ts';

export type LocalPlaceOptions = {
  /** Path of the shell. */
  readonly shell: string;
  /** All that it finds in its environment. */
  readonly env: Environment;
  readonly timers: Timers;
};

/** This machine; `sh` runs as this program's user. */
export function createLocalPlace(options: LocalPlaceOptions): ShellPlace {
  return { name: 'this machine', run: (order) => startShell({ ...options, order }) };
}

type Start = LocalPlaceOptions & { readonly order: ChannelOrder };

async function startShell({ order, shell, env, timers }: Start): Promise<PlaceStart> {
  const refused = (error: unknown): PlaceStart => {
    const reason = `${shell} does not start: ${oneLine(messageOf(error))}`;
    return { type: 'refused', reason, hostKey: undefined, kind: 'passing' };
  };
  try {
    const child = await spawnThroughZx({ shell, env });
    if (child.pid === undefined) return refused(await failureOf(child));
    return { type: 'started', channel: channelOf({ child, order, timers }), hostKey: undefined };
  } catch (error) {
    return refused(error);
  }
}

function failureOf(child: ChildProcess): Promise<Error> {
  return new Promise((resolve) => child.once('error', resolve));
}

type Followed = Pick<Start, 'order' | 'timers'> & { readonly child: ChildProcess };

/** Milliseconds that the keeper of a job may hold the streams open after its shell's exit. */
const patience = 500;

function channelOf({ child, order, timers }: Followed): ShellChannel {
  const { stdin, stdout, stderr } = child;
  const { promise: ended, resolve } = Promise.withResolvers<ChannelEnd>();
  // The shell may end without having read all that it is told.
  stdin?.on('error', () => {});
  stdout?.on('data', order.stdout);
  stderr?.on('data', order.stderr);
  let cancel = () => {};
  let end: ChannelEnd = { type: 'lost', reason: 'the shell ended without telling how' };
  child.once('exit', (code, signal) => {
    end = code === null ? { type: 'signalled', signal: signal ?? 'unknown' } : { type: 'exited', code };
    cancel = timers.after(patience, () => resolve(end));
  });
  child.once('close', () => {
    cancel();
    resolve(end);
  });
  stdin?.write(order.input);
  return {
    write: (text) => {
      if (stdin?.writable) stdin.write(text);
    },
    pause: () => {
      stdout?.pause();
    },
    resume: () => {
      stdout?.resume();
    },
    ended,
    close: () => {
      stdin?.destroy();
      stdout?.destroy();
      stderr?.destroy();
      child.unref();
    },
  };
}

async function spawnThroughZx({
  shell,
  env,
}: Pick<LocalPlaceOptions, 'shell' | 'env'>): Promise<ChildProcess> {
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
