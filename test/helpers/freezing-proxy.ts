import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

export type FreezingProxy = {
  readonly address: string;
  readonly port: number;
  /** From now on nothing passes, and nobody is told: a pulled cable. */
  readonly freeze: () => void;
  readonly stop: () => Promise<void>;
};

/** A TCP proxy on loopback. Without a port to lead to it takes connections and says nothing. */
export async function startFreezingProxy(to?: number): Promise<FreezingProxy> {
  const sockets = new Set<Socket>();
  const keep = (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    return socket;
  };
  const server = createServer((socket) => {
    keep(socket);
    if (to === undefined) return;
    const onward = keep(connect(to, '127.0.0.1'));
    socket.pipe(onward).pipe(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    address: '127.0.0.1',
    port: (server.address() as AddressInfo).port,
    freeze: () => {
      for (const socket of sockets) socket.unpipe().pause();
    },
    stop: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
