import { spawn } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { messageOf, oneLine } from '../reason.ts';
import type { Environment } from '../reference.ts';
import { channelsPerConnection, type HostConnection, type HostOpening } from '../shell/shell-channel.ts';
import { type Timers, within } from '../timers.ts';
import { runOpensshChannel } from './openssh-channel.ts';
import { masterArguments, readyWord } from './openssh-command.ts';
import { whyLostConnection, whyNoConnection } from './openssh-failure.ts';
import { readLog, shownKey } from './openssh-log.ts';

export type OpensshMasterOptions = {
  /** As the plan calls it. */
  readonly host: string;
  readonly ssh: string;
  readonly env: Environment;
  readonly config: string;
  /** Path without an ending for this connection's socket and logs. */
  readonly base: string;
  readonly knownHosts: string | undefined;
  /** Fingerprints of which the host must show one, besides being known; empty: any that is known. */
  readonly pins: readonly string[];
  readonly timers: Timers;
  /** Ends the attempt to connect. */
  readonly signal: AbortSignal;
};

// Longer than a person needs to touch a security key.
const openLimit = 60_000;
const farewell = 1_000;

// The connection ends with this program, however that ends; a line on stdin says that it has ended by itself.
const untilStdinEnds = [
  'exec 3<&0',
  '"$0" "$@" </dev/null 3<&- &',
  'ssh=$!',
  '{ read -r line <&3 || kill "$ssh"; } >/dev/null 2>&1 &',
  'exec 3<&-',
  'wait "$ssh"',
].join('\n');

/** Has this machine's ssh connect, verify the host's key and log in. Never rejects. */
export async function openOpensshMaster(options: OpensshMasterOptions): Promise<HostOpening> {
  const { host, base, pins, timers, signal } = options;
  const master = startMaster(options);
  const stop = () => master.end();
  signal.addEventListener('abort', stop, { once: true });
  if (signal.aborted) stop();
  const ready = await within(Promise.race([master.ready, master.gone]), { ms: openLimit, timers });
  signal.removeEventListener('abort', stop);
  const log = await readLog(`${base}.log`);
  const hostKey = shownKey(log)?.fingerprint;
  const refused = async (reason: string, kind: 'passing' | 'final'): Promise<HostOpening> => {
    await closeMaster(master, timers);
    await rm(`${base}.log`, { force: true });
    return { type: 'refused', reason, hostKey, kind };
  };
  if (signal.aborted) return refused(`gonogo closed the connection to ${host}`, 'passing');
  if (ready === undefined) {
    return refused(`${host} did not let us in within ${openLimit / 1_000} s`, 'passing');
  }
  if (ready === 'gone') {
    await within(master.silent, { ms: farewell, timers });
    const why = whyNoConnection({ host, log: await readLog(`${base}.log`), said: master.said() });
    return refused(why.reason, why.kind);
  }
  if (pins.length > 0 && (hostKey === undefined || !pins.includes(hostKey))) {
    return refused(
      `THE HOST KEY OF ${host} IS NOT THE PLAN'S: it showed ${hostKey ?? 'an unknown one'}, and the plan wants ${pins.join(' or ')}`,
      'final',
    );
  }
  return { type: 'open', connection: connectionOf({ ...options, master, hostKey }) };
}

type Master = ReturnType<typeof startMaster>;

function startMaster({ host, ssh, env, config, base, knownHosts }: OpensshMasterOptions) {
  const args = masterArguments({ config, host, socket: base, log: `${base}.log`, knownHosts });
  // In a group of its own: a ctrl-c at our terminal is not for it.
  const child = spawn('/bin/sh', ['-c', untilStdinEnds, ssh, ...args], {
    stdio: 'pipe',
    detached: true,
    env: { ...env, SSH_ASKPASS_REQUIRE: 'never' },
  });
  const ready = Promise.withResolvers<'ready'>();
  const gone = Promise.withResolvers<'gone'>();
  const silent = Promise.withResolvers<void>();
  let isOpen = true;
  let out = '';
  let said = '';
  const end = () => child.stdin.end();
  const onGone = () => {
    isOpen = false;
    gone.resolve('gone');
    child.stdin.end('\n');
  };
  child.stdin.on('error', () => {});
  child.stdout.on('data', (bytes: Buffer) => {
    out = (out + bytes.toString()).slice(-200);
    if (out.includes(readyWord)) ready.resolve('ready');
  });
  child.once('exit', onGone);
  child.stderr.on('data', (bytes: Buffer) => {
    said = (said + bytes.toString()).slice(-8_192);
  });
  child.stderr.once('close', () => silent.resolve());
  child.once('error', (error) => {
    said = oneLine(messageOf(error));
    onGone();
  });
  return {
    ready: ready.promise,
    gone: gone.promise,
    /** Nothing more can be said. */
    silent: silent.promise,
    said: () => said,
    isOpen: () => isOpen,
    end,
    destroy: () => {
      try {
        if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
      } catch {
        // It has just ended.
      }
    },
  };
}

type Opened = OpensshMasterOptions & { readonly master: Master; readonly hostKey: string | undefined };

function connectionOf({ host, ssh, env, base, timers, master, hostKey }: Opened): HostConnection {
  let channels = 0;
  let count = 0;
  let closing = false;
  const whyLost = async () => {
    // The command's end may be seen a moment before the connection's.
    if ((await within(master.gone, { ms: 300, timers })) === undefined) return undefined;
    if (closing) return `gonogo closed the connection to ${host}`;
    const words = whyLostConnection(await readLog(`${base}.log`));
    return `the connection to ${host} broke${words === undefined ? '' : `: ${words}`}`;
  };
  return {
    hostKey,
    isOpen: () => master.isOpen() && !closing,
    hasRoom: () => channels < channelsPerConnection,
    run: (order) => {
      channels += 1;
      count += 1;
      const onClosed = () => {
        channels -= 1;
      };
      const log = `${base}-${count}.log`;
      return runOpensshChannel({ host, ssh, env, socket: base, log, order, whyLost, onClosed });
    },
    close: async () => {
      closing = true;
      await closeMaster(master, timers);
    },
  };
}

async function closeMaster(master: Master, timers: Timers): Promise<void> {
  master.end();
  if ((await within(master.gone, { ms: farewell, timers })) === undefined) master.destroy();
}
