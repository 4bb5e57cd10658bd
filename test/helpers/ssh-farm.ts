import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach } from 'vitest';
import type { HostConnection } from '../../source/execute/shell/shell-channel.ts';
import { createSshPool, type SshPool, type SshPoolOptions } from '../../source/execute/ssh/ssh-pool.ts';
import { createSshSetup, type SshSetupOptions } from '../../source/execute/ssh/ssh-setup.ts';
import { type ClientFiles, type ClientHost, writeClientFiles } from './ssh-client-files.ts';
import { makeKey, type TestKey } from './ssh-keys.ts';
import { type SshServer, type SshServerOptions, startSshServer } from './ssh-server.ts';
import { type Sshd, type SshdOptions, startSshd } from './sshd.ts';

/** Hosts on loopback for one test, and ways to them. */
export type Farm = {
  readonly folder: string;
  readonly hostKey: TestKey;
  readonly userKey: TestKey;
  /** Called after the test, the last one first. */
  readonly cleanUp: (task: () => unknown) => void;
  readonly key: (name: string, options?: Partial<Parameters<typeof makeKey>[0]>) => TestKey;
  readonly serve: (options?: Partial<SshServerOptions>) => Promise<SshServer>;
  readonly sshd: (options?: Partial<SshdOptions>) => Promise<Sshd>;
  readonly reach: (hosts: readonly ClientHost[], options?: ReachOptions) => Reached;
};

export type ReachOptions = Partial<SshPoolOptions> &
  SshSetupOptions & { readonly identity?: string; readonly user?: string };

export type Reached = ClientFiles & { readonly pool: SshPool; readonly setup: SshPoolOptions['setup'] };

/** Registers what makes a farm for every test of a file. */
export function farmOfEachTest(): () => Farm {
  let farm: Farm;
  let tasks: (() => unknown)[];
  beforeEach(() => {
    tasks = [];
    farm = createFarm((task) => tasks.push(task));
  });
  afterEach(async () => {
    for (const task of tasks.reverse()) await task();
  });
  return () => farm;
}

function createFarm(cleanUp: Farm['cleanUp']): Farm {
  const folder = mkdtempSync(join(tmpdir(), 'gonogo-farm-'));
  cleanUp(() => rmSync(folder, { recursive: true, force: true }));
  const key: Farm['key'] = (name, options) => makeKey({ folder, name, ...options });
  const hostKey = key('host_key');
  const userKey = key('user_key');
  let servers = 0;
  return {
    folder,
    hostKey,
    userKey,
    cleanUp,
    key,
    serve: async (options = {}) => {
      const server = await startSshServer({ hostKey: hostKey.privateText, ...options });
      cleanUp(server.stop);
      return server;
    },
    sshd: async (options = {}) => {
      servers += 1;
      const own = mkdtempSync(join(folder, `sshd-${servers}-`));
      const keys = { hostKeys: [hostKey.path], authorizedKeys: [userKey.publicLine] };
      const server = await startSshd({ folder: own, ...keys, ...options });
      cleanUp(server.stop);
      return server;
    },
    reach: (hosts, { identity = userKey.path, user, setup: given, ...options } = {}) => {
      const files = writeClientFiles({ folder, hosts, identity, ...(user === undefined ? {} : { user }) });
      const setup = given ?? createSshSetup({ configFile: files.configFile, ...options });
      const pool = createSshPool({ setup, ...options });
      cleanUp(pool.close);
      return { ...files, pool, setup };
    },
  };
}

/** Runs commands over a connection; its output, and how it ended. */
export async function runOver(connection: HostConnection, commands: string) {
  let stdout = '';
  const start = await connection.run({
    input: `${commands}\nexit\n`,
    stdout: (bytes) => {
      stdout += Buffer.from(bytes).toString();
    },
    stderr: () => {},
  });
  if (start.type === 'failed') return { stdout, end: start };
  const end = await start.channel.ended;
  return { stdout, end };
}

/** The connection to a host that must be reached. */
export async function connected(pool: SshPool, host: string, which?: 'kept' | 'fresh') {
  const opening = await pool.connection(host, which);
  if (opening.type === 'refused') throw new Error(opening.reason);
  return opening.connection;
}

/** Why a host is not reached. */
export async function refusal(pool: SshPool, host: string) {
  const opening = await pool.connection(host);
  if (opening.type === 'open') throw new Error(`${host} was reached`);
  return opening;
}
