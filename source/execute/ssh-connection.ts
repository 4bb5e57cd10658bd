import { connect, type Socket } from 'node:net';
import { hostKeyRefusal } from './host-key-refusal.ts';
import type { HostKeyVerdict, KnownHosts } from './known-hosts.ts';
import { messageOf, oneLine } from './reason.ts';
import type { ShellLaunch } from './shell-job.ts';
import { sshAlgorithms } from './ssh-algorithms.ts';
import { type ChannelStart, runChannel } from './ssh-channel.ts';
import { whyNotConnected } from './ssh-failure.ts';
import type { Identities } from './ssh-identities.ts';
import type { Client, SshLibrary } from './ssh-library.ts';
import type { SshSettings } from './ssh-settings.ts';
import type { Timers } from './timers.ts';

/** An open, verified, logged in connection. */
export type SshConnection = {
  /** SHA256:… of the key the host showed. */
  readonly hostKey: string;
  readonly isOpen: () => boolean;
  /** Whether the host takes one more command beside those that run. */
  readonly hasRoom: () => boolean;
  /** Runs `sh -s` with this on its stdin. */
  readonly run: (order: ShellLaunch) => Promise<ChannelStart>;
  /** Settles when the connection is gone, a second at most. */
  readonly close: () => Promise<void>;
};

export type SshOpening =
  | { readonly type: 'open'; readonly connection: SshConnection }
  | { readonly type: 'refused'; readonly reason: string; readonly hostKey: string | undefined };

export type SshConnectionOptions = {
  /** As the plan calls it. */
  readonly host: string;
  readonly settings: SshSettings;
  readonly knownHosts: KnownHosts;
  readonly identities: Identities;
  readonly library: SshLibrary;
  readonly timers: Timers;
  /** Milliseconds between signs of life. */
  readonly keepAlive: number;
};

const keepAlivesMissed = 3;
const defaultConnectTimeout = 15_000;
const farewell = 1_000;
// sshd allows ten sessions; a kill must always find one free.
const channelsPerConnection = 8;

/** Connects, verifies the host's key before anything else is said, and logs in. Never rejects. */
export function openSshConnection(options: SshConnectionOptions): Promise<SshOpening> {
  const { host, settings, knownHosts, identities, library } = options;
  const { promise, resolve } = Promise.withResolvers<SshOpening>();
  const timeout = settings.connectTimeout ?? defaultConnectTimeout;
  const silence = options.keepAlive * keepAlivesMissed;
  const socket = connect({ host: settings.hostName, port: settings.port });
  // ssh2 leaves Nagle's algorithm on: a command would take 90 ms instead of 4.
  socket.setNoDelay(true);
  const client = new library.Client();
  const link: Link = { client, socket, end: undefined };
  let verdict: HostKeyVerdict | undefined;
  let ready = false;

  const refuse = (reason: string) => {
    socket.destroy();
    resolve({ type: 'refused', reason, hostKey: verdict?.fingerprint });
  };
  client.on('ready', () => {
    ready = true;
    resolve({
      type: 'open',
      connection: connectionOf({ ...options, link, hostKey: verdict?.fingerprint ?? '' }),
    });
  });
  client.on('error', (error: Error & { level?: string; code?: unknown }) => {
    // One key of the agent that doesn't sign: the others are still tried.
    if (error.level === 'agent') return;
    link.end ??= whyNotConnected({
      error,
      host,
      settings,
      timeout: ready ? silence : timeout,
      identities,
      ready,
    });
    if (ready) socket.destroy();
    else if (verdict !== undefined && verdict.type !== 'known') {
      refuse(hostKeyRefusal({ verdict, host, files: knownHosts.files }));
    } else refuse(link.end);
  });
  client.on('close', () => {
    link.end ??= `${host} closed the connection`;
    if (!ready) refuse(link.end);
  });

  const remaining = [...identities.methods];
  try {
    client.connect({
      keepaliveInterval: options.keepAlive,
      keepaliveCountMax: keepAlivesMissed,
      sock: socket,
      username: settings.user,
      readyTimeout: timeout,
      algorithms: sshAlgorithms(knownHosts.keyTypes(settings)),
      hostVerifier: (key: Buffer) => {
        verdict = knownHosts.verify(settings, key);
        return verdict.type === 'known';
      },
      authHandler: (_left, _partial, next) => {
        const method = remaining.shift();
        // ssh2 takes false for "nothing more to try", which its types leave out.
        next(method ?? (false as never));
      },
    });
  } catch (error) {
    refuse(`${host} can't be connected to: ${oneLine(messageOf(error))}`);
  }
  return promise;
}

/** `end` says why the connection ended, once it has. */
type Link = { readonly client: Client; readonly socket: Socket; end: string | undefined };

type Opened = {
  readonly host: string;
  readonly timers: Timers;
  readonly link: Link;
  readonly hostKey: string;
};

function connectionOf({ host, timers, link, hostKey }: Opened): SshConnection {
  const { client, socket } = link;
  let channels = 0;
  const isOpen = () => link.end === undefined && socket.writable;
  return {
    hostKey,
    isOpen,
    hasRoom: () => channels < channelsPerConnection,
    run: (order) => {
      channels += 1;
      const onClosed = () => {
        channels -= 1;
      };
      return runChannel({ client, order, host, timers, whyLost: () => link.end, onClosed });
    },
    close: () =>
      new Promise((resolve) => {
        if (socket.destroyed) return resolve();
        link.end ??= `gonogo closed the connection to ${host}`;
        const cancel = timers.after(farewell, () => socket.destroy());
        socket.once('close', () => {
          cancel();
          resolve();
        });
        client.end();
      }),
  };
}
