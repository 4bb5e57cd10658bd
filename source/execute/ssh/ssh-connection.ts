import type { Duplex } from 'node:stream';
import type { HostKeyJudge } from '../host-keys/host-key-judge.ts';
import { hostKeyRefusal } from '../host-keys/host-key-refusal.ts';
import type { HostKeyVerdict } from '../host-keys/known-hosts.ts';
import type { Identities, LoginMethod } from '../login-keys/ssh-identities.ts';
import { messageOf, oneLine } from '../reason.ts';
import { channelsPerConnection, type HostConnection, type Refused } from '../shell/shell-channel.ts';
import type { AnyAuthMethod, Client, SshLibrary } from '../ssh-library.ts';
import type { SshLeg } from '../ssh-settings/ssh-route.ts';
import type { Timers } from '../timers.ts';
import { createDeadline } from './deadline.ts';
import { sshAlgorithms } from './ssh-algorithms.ts';
import { runChannel } from './ssh-channel.ts';
import { kindOfFailure, type SshError, whyLost, whyNotConnected } from './ssh-failure.ts';
import { openFiles } from './ssh-files.ts';
import { createForwards, type Forwards } from './ssh-forward.ts';
import { ignoreOfferedHostKeys, prepareCipherKeys } from './ssh-shortcuts.ts';
import type { SshWay } from './ssh-way.ts';

export type SshConnection = HostConnection &
  Forwards & {
    /** Why it ended; undefined while it stands. */
    readonly ended: () => string | undefined;
  };

export type SshOpening =
  | { readonly type: 'open'; readonly connection: SshConnection }
  /** `verdict`: of a key that was shown and not taken. */
  | (Refused & { readonly verdict?: HostKeyVerdict | undefined });

export type SshConnectionOptions = {
  readonly leg: SshLeg;
  readonly way: SshWay;
  readonly judge: HostKeyJudge;
  /** Key types that the host is not asked for. */
  readonly without: readonly string[];
  readonly identities: Identities;
  readonly library: SshLibrary;
  readonly timers: Timers;
  /** Milliseconds between signs of life, where the settings don't say. */
  readonly keepAlive: number;
};

export const defaultConnectTimeout = 15_000;
const farewell = 1_000;

/** Verifies the host's key before anything else is said, and logs in. Never rejects. */
export function openSshConnection(options: SshConnectionOptions): Promise<SshOpening> {
  const { leg, way, judge, without, identities, library, timers } = options;
  const { settings, name } = leg;
  const { promise, resolve } = Promise.withResolvers<SshOpening>();
  const timeout = settings.connectTimeout ?? defaultConnectTimeout;
  const keepAlive = settings.aliveInterval ?? options.keepAlive;
  const client = new library.Client();
  const link: Link = { client, stream: way.stream, end: undefined, gone: false };
  let verdict: HostKeyVerdict | undefined;
  let ready = false;

  const refuse = (reason: string, kind: 'passing' | 'final') => {
    deadline.cancel();
    way.stream.destroy();
    resolve({ type: 'refused', reason, kind, hostKey: verdict?.fingerprint, verdict });
  };
  const deadline = createDeadline({
    ms: timeout,
    timers,
    onLate: () => refuse(whyNotConnected({ cause: 'late', leg, timeout, identities }), 'passing'),
  });
  client.once('handshake', () => ignoreOfferedHostKeys(client));
  client.on('handshake', () => prepareCipherKeys(client));
  client.on('ready', () => {
    ready = true;
    deadline.cancel();
    resolve({
      type: 'open',
      connection: connectionOf({ name, timers, link, hostKey: verdict?.fingerprint ?? '' }),
    });
  });
  client.on('error', (error: SshError) => {
    // One key of the agent that doesn't sign: the others are still tried.
    if (error.level === 'agent') return;
    link.end ??=
      hopGone(name, way) ??
      (ready
        ? whyLost({ error, leg, silence: keepAlive * settings.aliveCountMax })
        : whyNotConnected({ cause: error, leg, timeout, identities }));
    if (ready) way.stream.destroy();
    else if (verdict !== undefined && verdict.type !== 'known') {
      refuse(hostKeyRefusal({ verdict, host: name, files: judge.files, pins: judge.pins }), 'final');
    } else refuse(link.end, kindOfFailure(error));
  });
  client.on('close', () => {
    link.gone = true;
    link.end ??= hopGone(name, way) ?? `${name} closed the connection`;
    if (!ready) refuse(link.end, 'passing');
  });

  const remaining = [...identities.methods((asking) => deadline.hold(asking))];
  try {
    client.connect({
      keepaliveInterval: keepAlive,
      keepaliveCountMax: settings.aliveCountMax,
      sock: way.stream,
      username: settings.user,
      // Ours stands still while a person types a passphrase.
      readyTimeout: 0,
      algorithms: sshAlgorithms(judge.keyTypes, without),
      hostVerifier: (key: Buffer) => {
        verdict = judge.verify(key);
        return verdict.type === 'known';
      },
      authHandler: (_left, _partial, next) => {
        // ssh2 takes false for "nothing more to try", which its types leave out.
        nextMethod(remaining)
          .then((method) => next(method ?? (false as never)))
          .catch((error) => refuse(`${name} can't be logged in to: ${oneLine(messageOf(error))}`, 'final'));
      },
    });
  } catch (error) {
    refuse(`${name} can't be connected to: ${oneLine(messageOf(error))}`, 'final');
  }
  return promise;
}

async function nextMethod(remaining: LoginMethod[]): Promise<AnyAuthMethod | undefined> {
  for (let make = remaining.shift(); make !== undefined; make = remaining.shift()) {
    const method = await make();
    if (method !== undefined) return method;
  }
  return undefined;
}

function hopGone(name: string, { hopEnded }: SshWay): string | undefined {
  const reason = hopEnded();
  return reason === undefined ? undefined : `the way to ${name} broke: ${reason}`;
}

/** `end` says why the connection ended, once it has. */
type Link = { readonly client: Client; readonly stream: Duplex; end: string | undefined; gone: boolean };

type Opened = {
  readonly name: string;
  readonly timers: Timers;
  readonly link: Link;
  readonly hostKey: string;
};

function connectionOf({ name, timers, link, hostKey }: Opened): SshConnection {
  const { client, stream } = link;
  let channels = 0;
  const isOpen = () => link.end === undefined && stream.writable;
  const whyEnded = () => link.end;
  return {
    hostKey,
    isOpen,
    ended: whyEnded,
    hasRoom: () => channels < channelsPerConnection,
    run: (order) => {
      channels += 1;
      const onClosed = () => {
        channels -= 1;
      };
      return runChannel({ client, order, host: name, timers, whyLost: whyEnded, onClosed });
    },
    files: () => {
      channels += 1;
      const onClosed = () => {
        channels -= 1;
      };
      return openFiles({ client, host: name, whyLost: whyEnded, onClosed });
    },
    ...createForwards({ client, hop: name, timers, stream, isOpen, whyLost: whyEnded }),
    close: () =>
      new Promise((resolve) => {
        if (link.gone) return resolve();
        link.end ??= `gonogo closed the connection to ${name}`;
        const cancel = timers.after(farewell, () => {
          stream.destroy();
          resolve();
        });
        client.once('close', () => {
          cancel();
          resolve();
        });
        client.end();
      }),
  };
}
