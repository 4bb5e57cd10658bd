import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

export type CuttingProxy = {
  readonly address: string;
  readonly port: number;
  /** Breaks what passes at this moment, without a goodbye; tells how many connections that were. */
  readonly cut: () => number;
  readonly stop: () => Promise<void>;
};

/** A TCP proxy on loopback whose connections can be broken. */
export async function startCuttingProxy(to: number): Promise<CuttingProxy> {
  const pairs = new Map<Socket, Socket>();
  const server = createServer((socket) => {
    const onward = connect(to, '127.0.0.1');
    pairs.set(socket, onward);
    for (const each of [socket, onward]) {
      each.setNoDelay(true);
      each.on('error', () => {});
      each.once('close', () => {
        socket.destroy();
        onward.destroy();
        pairs.delete(socket);
      });
    }
    socket.pipe(onward).pipe(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const cut = () => {
    const count = pairs.size;
    for (const [socket, onward] of pairs) {
      socket.resetAndDestroy();
      onward.resetAndDestroy();
    }
    return count;
  };
  return {
    address: '127.0.0.1',
    port: (server.address() as AddressInfo).port,
    cut,
    stop: async () => {
      cut();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
