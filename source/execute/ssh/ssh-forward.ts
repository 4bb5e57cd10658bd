import type { Duplex } from 'node:stream';
import { messageOf, oneLine } from '../reason.ts';
import type { Client } from '../ssh-library.ts';
import type { Timers } from '../timers.ts';

export type ForwardTarget = { readonly hostName: string; readonly port: number };

export type ForwardResult =
  | { readonly type: 'stream'; readonly stream: Duplex }
  /** The hop takes no more of them over this connection. */
  | { readonly type: 'full'; readonly reason: string }
  | { readonly type: 'failed'; readonly reason: string; readonly kind: 'passing' | 'final' };

export type Forwards = {
  /** Whether the connection may be asked for one more forward. */
  readonly mayForward: () => boolean;
  /** Has the hop connect to a host, for SSH to speak over; `timeout` in milliseconds. Never rejects. */
  readonly forward: (to: ForwardTarget, timeout: number) => Promise<ForwardResult>;
};

export type ForwardsOptions = {
  readonly client: Client;
  readonly hop: string;
  readonly timers: Timers;
  /** What the connection to the hop runs over. */
  readonly stream: Duplex;
  readonly isOpen: () => boolean;
  /** Why the connection to the hop ended; undefined while it stands. */
  readonly whyLost: () => string | undefined;
};

/** The forwards of one connection to a hop. */
export function createForwards(options: ForwardsOptions): Forwards {
  const { stream, isOpen } = options;
  const asked = new Set<Promise<ForwardResult>>();
  let open = 0;
  let full = false;
  let heard = 0;
  // A hop that says nothing at all for so long is given no more.
  let silent = false;
  stream.on('data', (bytes: Uint8Array) => {
    heard += bytes.length;
    silent = false;
  });
  const ask = async (to: ForwardTarget, timeout: number): Promise<ForwardResult> => {
    const before = heard;
    const result = await forwardTo({ ...options, to, timeout });
    if (result.type === 'stream') {
      open += 1;
      result.stream.once('close', () => {
        open -= 1;
        full = false;
      });
    } else if (result.type === 'full') full = true;
    else if (heard === before) silent = true;
    return result;
  };
  return {
    mayForward: () => isOpen() && !full && !silent,
    forward: async (to, timeout) => {
      const asking = ask(to, timeout);
      asked.add(asking);
      const result = await asking;
      asked.delete(asking);
      if (result.type !== 'full') return result;
      // A hop that takes none at all would be full for ever.
      await Promise.all(asked);
      return open === 0 ? { ...result, type: 'failed', kind: 'passing' } : result;
    },
  };
}

type ForwardOptions = ForwardsOptions & { readonly to: ForwardTarget; readonly timeout: number };

function forwardTo({ client, hop, to, timeout, timers, whyLost }: ForwardOptions): Promise<ForwardResult> {
  const { promise, resolve } = Promise.withResolvers<ForwardResult>();
  let late = false;
  const cancel = timers.after(timeout, () => {
    late = true;
    const seconds = Math.round(timeout / 1_000);
    const reason = `${hop} did not get through to ${to.hostName}:${to.port} within ${seconds} s`;
    resolve({ type: 'failed', reason, kind: 'passing' });
  });
  try {
    client.forwardOut('127.0.0.1', 0, to.hostName, to.port, (error, stream) => {
      cancel();
      if (error) return resolve(failure({ error, hop, to, lost: whyLost() }));
      if (late) stream.close();
      else resolve({ type: 'stream', stream });
    });
  } catch (error) {
    cancel();
    resolve(failure({ error, hop, to, lost: whyLost() }));
  }
  return promise;
}

type Failure = {
  readonly error: unknown;
  readonly hop: string;
  readonly to: ForwardTarget;
  readonly lost: string | undefined;
};

/** Reasons of RFC 4254: 1 prohibited, 2 connect failed, 3 unknown type, 4 resource shortage. */
function failure({ error, hop, to, lost }: Failure): ForwardResult {
  if (lost !== undefined) return { type: 'failed', reason: lost, kind: 'passing' };
  const address = `${to.hostName}:${to.port}`;
  const message = oneLine(messageOf(error).replace(/^\(SSH\) Channel open failure: /, ''));
  const code = error instanceof Error && 'reason' in error ? error.reason : undefined;
  switch (code) {
    case 1:
    case 3: {
      const reason = `${hop} does not forward to ${address}: is AllowTcpForwarding off there? (${message})`;
      return { type: 'failed', reason, kind: 'final' };
    }
    case 4:
      return {
        type: 'full',
        reason: `${hop} takes no more forwards${message === '' ? '' : ` (${message})`}`,
      };
    default:
      return {
        type: 'failed',
        reason: `${hop} can't reach ${address}${message === '' ? '' : `: ${message}`}`,
        kind: 'passing',
      };
  }
}
