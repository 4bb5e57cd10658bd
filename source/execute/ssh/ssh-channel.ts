import { messageOf, oneLine } from '../reason.ts';
import type { ChannelEnd, ChannelOrder, ChannelStart } from '../shell/shell-channel.ts';
import type { Client, ClientChannel } from '../ssh-library.ts';
import type { Timers } from '../timers.ts';

export type ChannelOptions = {
  readonly client: Client;
  readonly order: ChannelOrder;
  readonly host: string;
  readonly timers: Timers;
  /** Why the connection ended; undefined while it stands. */
  readonly whyLost: () => string | undefined;
  readonly onClosed: () => void;
};

/** Milliseconds that a login's left behind child may hold the streams open after the shell's exit. */
const patience = 2_000;

/** Runs `sh -s` on a connection. The script goes over stdin, so no dialect of a login shell ever reads it. */
export function runChannel(options: ChannelOptions): Promise<ChannelStart> {
  const { client, host, whyLost, onClosed } = options;
  const { promise, resolve } = Promise.withResolvers<ChannelStart>();
  const fail = (error: unknown) => {
    onClosed();
    const message = oneLine(messageOf(error));
    resolve({ type: 'failed', reason: whyLost() ?? `${host} does not start a command: ${message}` });
  };
  try {
    client.exec('sh -s', (error, channel) => {
      if (error) fail(error);
      else resolve(follow({ ...options, channel }));
    });
  } catch (error) {
    fail(error);
  }
  return promise;
}

type Followed = ChannelOptions & { readonly channel: ClientChannel };

function follow({ channel, order, host, timers, whyLost, onClosed }: Followed): ChannelStart {
  const { promise: ended, resolve } = Promise.withResolvers<ChannelEnd>();
  let exit: ChannelEnd | undefined;
  let cancel = () => {};
  channel.on('data', order.stdout);
  channel.stderr.on('data', order.stderr);
  channel.on('exit', (code: number | null, signal?: string) => {
    const end: ChannelEnd =
      code === null
        ? { type: 'signalled', signal: oneLine(signal ?? 'unknown', 20) }
        : { type: 'exited', code };
    exit ??= end;
    cancel();
    cancel = timers.after(patience, () => resolve(end));
  });
  let open = 2;
  const onClose = () => {
    open -= 1;
    if (open > 0) return;
    cancel();
    onClosed();
    resolve(exit ?? { type: 'lost', reason: whyLost() ?? `${host} ended the command without telling how` });
  };
  channel.once('close', onClose);
  channel.stderr.once('close', onClose);
  channel.on('error', () => {});
  channel.write(order.input);
  const both = (act: 'pause' | 'resume') => () => {
    channel[act]();
    channel.stderr[act]();
  };
  return {
    type: 'started',
    channel: {
      write: (text) => {
        if (channel.writable) channel.write(text);
      },
      pause: both('pause'),
      resume: both('resume'),
      ended,
      close: () => {
        // A stream that is held back would never come to its end.
        both('resume')();
        channel.close();
      },
    },
  };
}
