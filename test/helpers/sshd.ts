import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { pathOf } from './needs.ts';

export type SshdOptions = {
  /** For its configuration; the caller removes it. */
  readonly folder: string;
  /** Paths of private host keys. */
  readonly hostKeys: readonly string[];
  /** Lines of authorized_keys. */
  readonly authorizedKeys: readonly string[];
  readonly address?: string;
  /** Further lines of sshd_config; the first one of a name counts, and these come first. */
  readonly config?: readonly string[];
};

export type Sshd = {
  readonly address: string;
  /** The kernel's choice. */
  readonly port: number;
  readonly pid: number;
  /** Ends the server; connections that stand are served on. */
  readonly stop: () => Promise<void>;
};

/** Starts a real sshd on loopback that lets only the current user in, by key. Works as root and as a user. */
export async function startSshd(options: SshdOptions): Promise<Sshd> {
  const { address = '127.0.0.1' } = options;
  if (process.getuid?.() === 0) mkdirSync('/run/sshd', { recursive: true });
  for (let attempt = 1; ; attempt += 1) {
    const port = await freePort(address);
    const child = launch({ ...options, address, port });
    const said = await listening(child);
    if (said === 'listening') return { address, port, pid: child.pid ?? 0, stop: () => stop(child) };
    await stop(child);
    if (attempt === 5) throw new Error(`sshd does not start: ${said}`);
  }
}

async function freePort(address: string): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, address, resolve));
  const bound = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof bound === 'object' && bound !== null ? bound.port : 0;
}

function launch(options: SshdOptions & { address: string; port: number }): ChildProcess {
  const { folder, hostKeys, authorizedKeys, address, port, config = [] } = options;
  const keys = join(folder, 'authorized_keys');
  const file = join(folder, 'sshd_config');
  writeFileSync(keys, `${authorizedKeys.join('\n')}\n`, { mode: 0o600 });
  const { XDG_STATE_HOME: stateHome } = process.env;
  // A bash that sshd runs on the first level would read the startup file of whoever runs the tests.
  const environment = ['SHLVL=2', ...(stateHome === undefined ? [] : [`XDG_STATE_HOME=${stateHome}`])];
  const lines = [
    ...config,
    `SetEnv ${environment.join(' ')}`,
    `ListenAddress ${address.includes(':') ? `[${address}]` : address}:${port}`,
    ...hostKeys.map((path) => `HostKey ${path}`),
    `AuthorizedKeysFile ${keys}`,
    'AuthenticationMethods publickey',
    'PermitRootLogin prohibit-password',
    'StrictModes no',
    'PidFile none',
    'UseDNS no',
    'PrintMotd no',
    'MaxStartups 300',
    'LogLevel INFO',
  ];
  writeFileSync(file, `${lines.join('\n')}\n`);
  // sshd runs itself again for each connection, so it wants to be called by its full path.
  const args = ['-D', '-e', '-f', file];
  // In a group of its own: a Ctrl-C in the terminal of the tests leaves it to `stop`.
  return spawn(pathOf('sshd') ?? 'sshd', args, { stdio: ['ignore', 'ignore', 'pipe'], detached: true });
}

function listening(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    let log = '';
    child.stderr?.on('data', (bytes: Buffer) => {
      log += bytes.toString();
      if (log.includes('Server listening')) resolve('listening');
    });
    child.once('error', (error) => resolve(error.message));
    child.once('exit', () => resolve(log));
  });
}

function stop(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    const { pid } = child;
    if (child.exitCode !== null || child.signalCode !== null || pid === undefined) return resolve();
    child.once('exit', () => resolve());
    process.kill(-pid, 'SIGTERM');
  });
}
