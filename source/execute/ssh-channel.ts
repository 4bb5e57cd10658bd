import type { TargetResult } from '../run/event.ts';
import { messageOf, oneLine } from './reason.ts';
import { createEnding } from './shell-ending.ts';
import type { ShellLaunch } from './shell-job.ts';
import type { Client, ClientChannel } from './ssh-library.ts';
import type { Timers } from './timers.ts';

/** Whether the host took the command. Until it is `started` nothing of the script was sent. */
export type ChannelStart =
  | { readonly type: 'started'; readonly ended: Promise<TargetResult>; readonly close: () => void }
  | { readonly type: 'failed'; readonly reason: string };

export type ChannelOptions = {
  readonly client: Client;
  readonly order: ShellLaunch;
  readonly host: string;
  readonly timers: Timers;
  /** Why the connection ended; undefined while it stands. */
  readonly whyLost: () => string | undefined;
  readonly onClosed: () => void;
};

/** Runs `sh -s` on a connection. The script goes over stdin, so no dialect of a login shell ever reads it. */
export function runChannel({
  client,
  order,
  host,
  timers,
  whyLost,
  onClosed,
}: ChannelOptions): Promise<ChannelStart> {
  const { promise, resolve } = Promise.withResolvers<ChannelStart>();
  const fail = (error: unknown) => {
    onClosed();
    const message = oneLine(messageOf(error));
    resolve({ type: 'failed', reason: whyLost() ?? `${host} does not start a command: ${message}` });
  };
  try {
    client.exec('sh -s', (error, channel) => {
      if (error) fail(error);
      else resolve(follow({ channel, order, host, timers, whyLost, onClosed }));
    });
  } catch (error) {
    fail(error);
  }
  return promise;
}

type Followed = Omit<ChannelOptions, 'client'> & { readonly channel: ClientChannel };

function follow({ channel, order, host, timers, whyLost, onClosed }: Followed): ChannelStart {
  const ending = createEnding({ timers, stderr: order.stderr });
  channel.on('data', (bytes: Uint8Array) => {
    ending.touched();
    order.stdout(bytes);
  });
  channel.stderr.on('data', (bytes: Uint8Array) => {
    ending.touched();
    order.stderr(bytes);
  });
  channel.on('exit', (code: number | null, signal?: string) => {
    ending.exited(
      code === null
        ? { type: 'signalled', signal: oneLine(signal ?? 'unknown', 20) }
        : { type: 'exited', code },
    );
  });
  let open = 2;
  const onClose = () => {
    open -= 1;
    if (open > 0) return;
    onClosed();
    // A lost connection tells no exit code, and none is never 0.
    ending.closed({ type: 'lost', reason: whyLost() ?? `${host} ended the command without telling how` });
  };
  channel.once('close', onClose);
  channel.stderr.once('close', onClose);
  channel.on('error', () => {});
  channel.end(order.input);
  return { type: 'started', ended: ending.result, close: () => channel.close() };
}
