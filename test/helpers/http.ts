import { createServer, type RequestListener } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { createServer as createRawServer, type Server as NetServer, type Socket } from 'node:net';

export type TestHttp = {
  /** Without a slash at its end. */
  readonly url: string;
  readonly port: number;
  readonly close: () => Promise<void>;
};

export async function startHttp(
  listener: RequestListener,
  tls?: { readonly key: string; readonly cert: string },
): Promise<TestHttp> {
  const server = tls === undefined ? createServer(listener) : createSecureServer(tls, listener);
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => sockets.add(socket));
  return await listening(server, tls === undefined ? 'http' : 'https', sockets);
}

/** A server that says what it likes, HTTP or not. */
export async function startRaw(onSocket: (socket: Socket) => void): Promise<TestHttp> {
  const sockets = new Set<Socket>();
  const server = createRawServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    onSocket(socket);
  });
  return await listening(server, 'http', sockets);
}

async function listening(server: NetServer, scheme: string, sockets: ReadonlySet<Socket>): Promise<TestHttp> {
  server.listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', () => resolve(undefined)));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    url: `${scheme}://127.0.0.1:${address.port}`,
    port: address.port,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}
