import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import type { constants } from 'node:os';
import ssh2, { type Connection, type ServerChannel, type Session } from 'ssh2';
import { hostDir, hostEnvironment } from './host-scripts.ts';
import type { RunningHost, SshHostOptions } from './ssh-host.ts';

/** The same host on ssh2's server, for machines without an sshd. */
export async function startSsh2Host(options: SshHostOptions): Promise<RunningHost> {
  const allowed = ssh2.utils.parseKey(options.clientKey.line);
  if (allowed instanceof Error) throw allowed;
  const allowedBlob = allowed.getPublicSSH();
  const clients = new Set<Connection>();
  const children = new Set<ChildProcess>();
  const server = new ssh2.Server({ hostKeys: [await readFile(options.hostKey.file)] }, (client) => {
    clients.add(client);
    client.on('close', () => clients.delete(client));
    client.on('error', () => client.end());
    client.on('authentication', (attempt) => {
      const right =
        attempt.method === 'publickey' &&
        attempt.key.data.equals(allowedBlob) &&
        (attempt.signature === undefined ||
          allowed.verify(attempt.blob ?? Buffer.alloc(0), attempt.signature, attempt.hashAlgo) === true);
      if (right) attempt.accept();
      else attempt.reject(['publickey']);
    });
    client.on('session', (accept) => serveSession({ session: accept(), options, children }));
  });
  server.listen(0, options.address);
  await once(server, 'listening');
  const bound = server.address();
  if (bound === null || typeof bound === 'string') throw new Error(`${options.host}: the server has no port`);
  const stop = async () => {
    for (const child of children) end(child, 'SIGKILL');
    const closed = once(server, 'close');
    server.close();
    for (const client of clients) client.end();
    await closed;
  };
  return { port: bound.port, stop };
}

type SessionParts = {
  readonly session: Session;
  readonly options: SshHostOptions;
  readonly children: Set<ChildProcess>;
};

function serveSession({ session, options, children }: SessionParts): void {
  const run = (channel: ServerChannel, command: string | undefined) => {
    const child = spawn('/bin/sh', command === undefined ? [] : ['-c', command], {
      cwd: hostDir(options.root, options.host),
      env: { ...hostEnvironment(options.root, options.host, options.pace), USER: 'lab', SHELL: '/bin/sh' },
      detached: true,
    });
    children.add(child);
    channel.on('error', () => undefined);
    for (const stream of [child.stdin, child.stdout, child.stderr]) stream.on('error', () => undefined);
    channel.pipe(child.stdin);
    child.stdout.pipe(channel, { end: false });
    child.stderr.pipe(channel.stderr, { end: false });
    channel.on('close', () => child.stdout.destroy());
    child.once('close', (code, signal) => {
      children.delete(child);
      if (signal !== null) channel.exit(signal.replace(/^SIG/, ''), false, '');
      else channel.exit(code ?? 255);
      channel.end();
    });
  };
  session.on('exec', (accept, _reject, info) => run(accept(), info.command));
  session.on('shell', (accept) => run(accept(), undefined));
  session.on('pty', (accept) => accept?.());
  session.on('env', (_accept, reject) => reject?.());
  session.on('error', () => undefined);
}

function end(child: ChildProcess, signal: keyof typeof constants.signals): void {
  if (child.pid === undefined || child.exitCode !== null) return;
  try {
    process.kill(-child.pid, signal);
  } catch {
    // It has ended meanwhile.
  }
}
