import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { writeClientFiles } from '../helpers/ssh-client-files.ts';
import { startHostLink } from './host-link.ts';
import { hostDir } from './host-scripts.ts';
import type { RunningHost, SshHostOptions } from './ssh-host.ts';
import { makeKey } from './ssh-keys.ts';
import { startSsh2Host } from './ssh2-server.ts';
import { canUseSshd, startSshdHost } from './sshd.ts';

export type Transport = 'sshd' | 'ssh2';

export type SshHosts = {
  readonly transport: Transport;
  /** For `ssh -F` and GONOGO_SSH_CONFIG. */
  readonly configFile: string;
  readonly knownHosts: string;
  readonly identityFile: string;
  readonly addressOf: (host: string) => { readonly address: string; readonly port: number };
  readonly stop: () => Promise<void>;
};

export type SshHostsOptions = {
  readonly root: string;
  readonly hosts: readonly string[];
  readonly pace: number;
  /** Else a real sshd where this machine has one that lets this user in. */
  readonly transport: Transport | undefined;
};

type Started = SshHostOptions & RunningHost;

/** Starts a server for each host, with a key of its own, and writes what a client needs to know of them. */
export async function startSshHosts({ root, hosts, pace, transport }: SshHostsOptions): Promise<SshHosts> {
  const folder = join(root, 'ssh');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const clientKey = await makeKey(join(folder, 'id_lab'), 'gonogo lab');
  const kind = transport ?? (canUseSshd() ? 'sshd' : 'ssh2');
  const startHost = kind === 'sshd' ? startSshdHost : startSsh2Host;
  const started = await startAll(
    hosts.map(async (host, index) => {
      const hostKey = await makeKey(join(folder, `${host}.key`), host);
      const options = { root, host, pace, hostKey, clientKey, address: loopback(index) };
      return { ...options, ...(await linked(options, await startHost(options))) };
    }),
  );
  const { configFile, knownHosts } = writeClientFiles({
    folder,
    identity: clientKey.file,
    hosts: started.map(({ host, address, port, hostKey }) => ({
      name: host,
      address,
      port,
      hostKeys: [hostKey.line],
      // A link that fell silent is to show within a quarter of a minute.
      config: ['ServerAliveInterval 3', 'ServerAliveCountMax 3'],
    })),
  });
  return {
    transport: kind,
    configFile,
    knownHosts,
    identityFile: clientKey.file,
    addressOf: (host) => {
      const found = started.find((each) => each.host === host);
      if (found === undefined) throw new Error(`the lab has no host ${host}`);
      return { address: found.address, port: found.port };
    },
    stop: () => stopAll(started),
  };
}

/** The host behind a wire that faults can break. */
async function linked(
  { root, host, address, pace }: SshHostOptions,
  server: RunningHost,
): Promise<RunningHost> {
  const faults = join(hostDir(root, host), 'faults');
  await mkdir(faults, { recursive: true });
  const link = await startHostLink({ address, to: server.port, faults, outageMs: 20_000 * pace });
  return {
    port: link.port,
    stop: async () => {
      await link.stop();
      await server.stop();
    },
  };
}

/** All of them, or none. */
async function startAll(starting: readonly Promise<Started>[]): Promise<readonly Started[]> {
  const settled = await Promise.allSettled(starting);
  const started = settled.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
  const failure = settled.find((each) => each.status === 'rejected');
  if (failure === undefined) return started;
  await stopAll(started);
  throw failure.reason;
}

async function stopAll(started: readonly Started[]): Promise<void> {
  await Promise.all(started.map((each) => each.stop()));
}

/** Linux answers on all of 127.0.0.0/8, other systems on its first address only. */
function loopback(index: number): string {
  return process.platform === 'linux' ? `127.0.0.${11 + index}` : '127.0.0.1';
}
