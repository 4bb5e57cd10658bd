import {
  createOpensshTransport,
  type OpensshTransportOptions,
} from '../../source/execute/openssh/openssh-transport.ts';
import type { HostConnection, Transport } from '../../source/execute/shell/shell-channel.ts';
import { type ClientHost, writeClientFiles } from './ssh-client-files.ts';
import { cleanUp, folder, hostKey, userKey } from './ssh-scene.ts';
import { type SshdOptions, startSshd } from './sshd.ts';

export { cleanUp, folder, hostKey, userKey };

/** A real sshd that stops with the test. */
export async function serve(options: Partial<SshdOptions> = {}) {
  const server = await startSshd({
    folder: options.folder ?? folder,
    hostKeys: [hostKey.path],
    authorizedKeys: [userKey.publicLine],
    ...options,
  });
  cleanUp(server.stop);
  return server;
}

type Reach = Partial<ClientHost> & { readonly options?: OpensshTransportOptions; readonly identity?: string };

/** A transport that calls the server `head`, and knows its key where nothing else is said. */
export function reach(server: { address: string; port: number }, { options, identity, ...host }: Reach = {}) {
  const known = { name: 'head', ...server, hostKeys: [hostKey.publicLine], ...host };
  const files = writeClientFiles({ folder, hosts: [known], identity: identity ?? userKey.path });
  const transport = createOpensshTransport({ configFile: files.configFile, ...options });
  cleanUp(transport.close);
  return { transport, ...files };
}

export async function connect(transport: Transport, which?: 'fresh'): Promise<HostConnection> {
  const opening = await transport.connection('head', which);
  if (opening.type === 'refused') throw new Error(opening.reason);
  return opening.connection;
}

/** Runs commands to their end, with nothing more on stdin than they are. */
export async function run(connection: HostConnection, commands: string) {
  const { channel, stdout, stderr } = await start(connection, `${commands}\nexit\n`);
  return { end: await channel.ended, stdout: stdout(), stderr: stderr() };
}

export async function start(connection: HostConnection, input: string) {
  const out: Uint8Array[] = [];
  const err: Uint8Array[] = [];
  const begun = await connection.run({
    input,
    stdout: (bytes) => void out.push(bytes),
    stderr: (bytes) => void err.push(bytes),
  });
  if (begun.type === 'failed') throw new Error(begun.reason);
  return {
    channel: begun.channel,
    stdout: () => Buffer.concat(out).toString(),
    stderr: () => Buffer.concat(err).toString(),
    size: () => out.reduce((sum, bytes) => sum + bytes.length, 0),
  };
}

export async function refusal(transport: Transport) {
  const opening = await transport.connection('head');
  return opening.type === 'refused' ? opening : { type: 'open', reason: '', kind: '', hostKey: '' };
}
