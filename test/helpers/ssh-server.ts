import { type ChildProcess, spawn } from 'node:child_process';
import { type AddressInfo, connect } from 'node:net';
import ssh2, { type Connection, type ServerChannel } from 'ssh2';

export type SshServerOptions = {
  /** Text of a private key; several offer several types. */
  readonly hostKey: string | readonly string[];
  /** Whether a login by key is accepted; all are by default. */
  readonly accepts?: (key: Buffer) => boolean;
  /** Carries a command out; runs it for real by default. */
  readonly onCommand?: (command: ServedCommand) => void;
  /** Called before a channel is opened. */
  readonly onSession?: (connection: Connection) => void;
  /** Refuses channels beyond this many at once. */
  readonly maxSessions?: number;
  /** Lets so many forwards through a connection; none by default. */
  readonly maxForwards?: number;
  /** Called before a forward is made; it may hang it up. */
  readonly onForward?: (forward: { readonly go: () => void }) => void;
};

export type ServedCommand = {
  readonly channel: ServerChannel;
  readonly command: string;
  readonly connection: Connection;
  /** Runs it for real, in a group of its own. */
  readonly run: () => ChildProcess;
};

export type SshServer = {
  readonly address: string;
  readonly port: number;
  /** Connections that were made so far, and logins that were tried. */
  readonly connections: () => number;
  readonly logins: () => number;
  /** What the clients called themselves: `OpenSSH_9.2`, `ssh2js…`. */
  readonly clients: () => readonly string[];
  /** Connections that stand. */
  readonly open: () => number;
  /** The most connections that were not logged in yet at one time. */
  readonly peak: () => number;
  /** Drops every connection at once, as a cut cable does. */
  readonly cut: () => void;
  readonly stop: () => Promise<void>;
};

/** An SSH server on loopback that can misbehave on demand. */
export async function startSshServer(options: SshServerOptions): Promise<SshServer> {
  const {
    hostKey,
    accepts = () => true,
    onCommand = ({ run }) => run(),
    onSession,
    maxSessions = 10,
    maxForwards,
    onForward = ({ go }) => go(),
  } = options;
  const live = new Set<Connection>();
  const children = new Set<ChildProcess>();
  const clients: string[] = [];
  let connections = 0;
  let logins = 0;
  const strangers = new Set<Connection>();
  let peak = 0;

  const server = new ssh2.Server({ hostKeys: [hostKey].flat() }, (connection, { header }) => {
    clients.push(header.versions.software);
    connections += 1;
    live.add(connection);
    strangers.add(connection);
    peak = Math.max(peak, strangers.size);
    connection.on('ready', () => strangers.delete(connection));
    let sessions = 0;
    connection.on('close', () => {
      live.delete(connection);
      strangers.delete(connection);
    });
    connection.on('error', () => {});
    connection.on('authentication', (context) => {
      if (context.method !== 'publickey') return context.reject(['publickey']);
      if (context.signature === undefined) logins += 1;
      if (accepts(context.key.data)) context.accept();
      else context.reject(['publickey']);
    });
    let forwards = 0;
    if (maxForwards !== undefined) {
      connection.on('tcpip', (accept, reject, { destIP, destPort }) => {
        if (forwards >= maxForwards) return because(connection, reject, RESOURCE_SHORTAGE);
        forwards += 1;
        onForward({
          go: () =>
            forward({
              accept,
              reject,
              to: { host: destIP, port: destPort },
              onEnd: () => {
                forwards -= 1;
              },
            }),
        });
      });
    }
    connection.on('session', (accept, reject) => {
      onSession?.(connection);
      if (sessions >= maxSessions) return reject();
      sessions += 1;
      const session = accept();
      session.on('close', () => {
        sessions -= 1;
      });
      session.on('exec', (acceptExec, _reject, { command }) => {
        const channel = acceptExec();
        const run = () => {
          const child = serve(command, channel);
          children.add(child);
          child.once('exit', () => children.delete(child));
          return child;
        };
        onCommand({ channel, command, connection, run });
      });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const cut = () => {
    for (const connection of live) cutConnection(connection);
  };
  return {
    address: '127.0.0.1',
    port: (server.address() as AddressInfo).port,
    connections: () => connections,
    logins: () => logins,
    clients: () => clients,
    open: () => live.size,
    peak: () => peak,
    cut,
    stop: async () => {
      cut();
      for (const { pid } of children) if (pid !== undefined) killGroup(pid);
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

// RFC 4254
const RESOURCE_SHORTAGE = 4;

type Forward = {
  readonly accept: () => ServerChannel;
  readonly reject: () => void;
  readonly to: { readonly host: string; readonly port: number };
  readonly onEnd: () => void;
};

function forward({ accept, reject, to, onEnd }: Forward) {
  const socket = connect(to);
  const onRefused = () => {
    reject();
    onEnd();
  };
  socket.once('error', onRefused);
  socket.once('connect', () => {
    socket.off('error', onRefused);
    const channel = accept();
    socket.on('error', () => {});
    channel.on('error', () => {});
    socket.once('close', onEnd);
    channel.once('close', () => socket.destroy());
    socket.pipe(channel).pipe(socket);
  });
}

/** Refuses a channel with a reason, for which ssh2 has no public way. */
function because(connection: Connection, reject: () => void, reason: number) {
  const { _protocol: protocol } = connection as unknown as { _protocol: Record<'channelOpenFail', Fail> };
  const { channelOpenFail } = protocol;
  protocol.channelOpenFail = (recipient, _reason, text) =>
    channelOpenFail.call(protocol, recipient, reason, text);
  reject();
  protocol.channelOpenFail = channelOpenFail;
}

type Fail = (recipient: number, reason: number, text: string) => void;

function serve(command: string, channel: ServerChannel): ChildProcess {
  const child = spawn('/bin/sh', ['-c', `exec ${command}`], { detached: true, stdio: 'pipe' });
  channel.pipe(child.stdin);
  child.stdin.on('error', () => {});
  channel.on('error', () => {});
  child.stdout.pipe(channel, { end: false });
  child.stderr.pipe(channel.stderr, { end: false });
  child.once('exit', (code, signal) => {
    if (signal === null) channel.exit(code ?? 0);
    else channel.exit(signal.replace('SIG', ''));
  });
  child.once('close', () => channel.end());
  return child;
}

/** Breaks a connection without saying goodbye, for which ssh2 has no public way. */
export function cutConnection(connection: Connection) {
  (connection as unknown as { _sock: { destroy: () => void } })._sock.destroy();
}

function killGroup(pid: number) {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // Already gone.
  }
}
