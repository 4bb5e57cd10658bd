import { connect, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { SshSettings } from '../ssh-settings/ssh-settings.ts';

/** A connection for SSH to speak over, of this machine or of a hop. */
export type SshWay = {
  readonly stream: Duplex;
  /** Why the hop is gone, once it is; undefined while it stands, and where there is none. */
  readonly hopEnded: () => string | undefined;
};

/** Begins a connection from this machine; ssh2 waits until it stands. */
export function directWay(settings: SshSettings): SshWay {
  const { hostName, port, bindAddress, addressFamily } = settings;
  const socket: Socket = connect({
    host: hostName,
    port,
    family: addressFamily,
    ...(bindAddress === undefined ? {} : { localAddress: bindAddress }),
  });
  // ssh2 leaves Nagle's algorithm on: a command would take 90 ms instead of 4.
  socket.setNoDelay(true);
  oneSegmentATurn(socket);
  return { stream: socket, hopEnded: () => undefined };
}

/** ssh2 writes each packet in three pieces, which without Nagle's algorithm would be three segments on the wire. */
function oneSegmentATurn(socket: Socket): void {
  const { write } = socket;
  let corked = false;
  socket.write = (...parts: unknown[]) => {
    if (!corked) {
      corked = true;
      socket.cork();
      process.nextTick(() => {
        corked = false;
        socket.uncork();
      });
    }
    return Reflect.apply(write, socket, parts);
  };
}
