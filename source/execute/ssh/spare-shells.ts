import type {
  ChannelEnd,
  ChannelOrder,
  ChannelStart,
  HostConnection,
  ShellChannel,
} from '../shell/shell-channel.ts';
import type { Timers } from '../timers.ts';

/** Shells that wait on their hosts for the next command: a login and its start files take longer than most commands. */
export type SpareShells = {
  /** The same connection, whose commands find a shell waiting once nothing has begun or ended for a while. */
  readonly on: <Connection extends HostConnection>(connection: Connection) => Connection;
  readonly close: () => void;
};

/** Milliseconds without a beginning or an end anywhere after which shells are made ready. */
const calm = 500;
/** Milliseconds between one and the next. */
const pace = 5;

export function createSpareShells(timers: Timers): SpareShells {
  const hosts = new Set<Host>();
  let cancel = () => {};
  let closed = false;

  const makeNext = () => {
    for (const host of hosts) if (!host.isOpen()) hosts.delete(host);
    const next = [...hosts].find((host) => host.wantsSpare());
    if (next === undefined || closed) return;
    next.makeSpare();
    cancel = timers.after(pace, makeNext);
  };
  const stir = () => {
    cancel();
    if (!closed) cancel = timers.after(calm, makeNext);
  };
  return {
    on: (connection) => {
      const host = createHost(connection, stir);
      const run = (order: ChannelOrder) => {
        // A hop that is only passed through needs none.
        hosts.add(host);
        return host.run(order);
      };
      return { ...connection, run };
    },
    close: () => {
      closed = true;
      cancel();
    },
  };
}

type Host = {
  readonly isOpen: () => boolean;
  readonly run: HostConnection['run'];
  readonly wantsSpare: () => boolean;
  readonly makeSpare: () => void;
};

type Spare = { readonly channel: ShellChannel; readonly take: (order: ChannelOrder) => ShellChannel };

function createHost(connection: HostConnection, stir: () => void): Host {
  let running = 0;
  let spare: Spare | undefined;
  // Where one was refused or did not last, no second is tried.
  let wanted = true;

  const begin = (order: ChannelOrder): Promise<ChannelStart> | ChannelStart => {
    const ready = spare;
    spare = undefined;
    return ready === undefined ? connection.run(order) : { type: 'started', channel: ready.take(order) };
  };
  return {
    isOpen: connection.isOpen,
    run: async (order) => {
      running += 1;
      stir();
      const onEnd = () => {
        running -= 1;
        stir();
      };
      const start = await begin(order);
      if (start.type === 'started') void start.channel.ended.then(onEnd);
      else onEnd();
      return start;
    },
    wantsSpare: () => wanted && running === 0 && spare === undefined && connection.hasRoom(),
    makeSpare: () => {
      wanted = false;
      void openSpare(connection).then((made) => {
        if (made === undefined) return;
        spare = made;
        wanted = true;
        void made.channel.ended.then(() => {
          if (spare !== made) return;
          spare = undefined;
          wanted = false;
        });
      });
    },
  };
}

async function openSpare(connection: HostConnection): Promise<Spare | undefined> {
  let order: ChannelOrder | undefined;
  let heard = false;
  const start = await connection.run({
    input: '',
    // What a login's start files print before anybody has asked for anything is nobody's.
    stdout: (bytes) => {
      heard ||= order !== undefined;
      order?.stdout(bytes);
    },
    stderr: (bytes) => order?.stderr(bytes),
  });
  if (start.type === 'failed') return undefined;
  const { channel } = start;
  const endOf = (end: ChannelEnd): ChannelEnd =>
    // It may have been gone for long before it was needed: that says nothing of the command.
    heard ? end : { type: 'lost', reason: 'the shell that stood ready was gone' };
  return {
    channel,
    take: (taken) => {
      order = taken;
      channel.write(taken.input);
      return { ...channel, ended: channel.ended.then(endOf) };
    },
  };
}
