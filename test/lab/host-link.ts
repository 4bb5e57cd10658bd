import { existsSync, watch } from 'node:fs';
import { rm } from 'node:fs/promises';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { join } from 'node:path';

export type HostLinkOptions = {
  readonly address: string;
  /** The host's own server, at the same address. */
  readonly to: number;
  /** The folder of the host's faults: `link-silent` holds everything back, `link-cut` asks for a cut. */
  readonly faults: string;
  /** How long nobody gets in after a cut. */
  readonly outageMs: number;
  readonly now?: (() => number) | undefined;
};

export type HostLink = { readonly port: number; readonly stop: () => Promise<void> };

type Pair = { readonly outer: Socket; readonly inner: Socket };

/** The wire to a host, and what can happen to it. */
export async function startHostLink(options: HostLinkOptions): Promise<HostLink> {
  const { address, to, faults, outageMs, now = Date.now } = options;
  const pairs = new Set<Pair>();
  let silent = false;
  let cutUntil = 0;
  const server = createServer((outer) => {
    if (now() < cutUntil) {
      outer.on('error', ignore).resetAndDestroy();
      return;
    }
    const pair = { outer, inner: connect(to, address) };
    pairs.add(pair);
    tie(pair, () => pairs.delete(pair));
    if (!silent) flow(pair);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(0, address, resolve);
  });
  const cut = () => {
    cutUntil = now() + outageMs;
    for (const { outer, inner } of pairs) for (const each of [outer, inner]) each.resetAndDestroy();
  };
  const look = () => {
    const before = silent;
    silent = existsSync(join(faults, 'link-silent'));
    if (silent !== before) for (const pair of pairs) (silent ? hold : flow)(pair);
    const wanted = join(faults, cutRequest);
    if (!existsSync(wanted)) return;
    cut();
    // Its end tells the host that it was done.
    void rm(wanted, { force: true });
  };
  const watcher = watch(faults, look).on('error', ignore);
  look();
  return {
    port: (server.address() as AddressInfo).port,
    stop: async () => {
      watcher.close();
      const closed = new Promise((resolve) => server.close(resolve));
      for (const { outer, inner } of pairs) for (const each of [outer, inner]) each.destroy();
      await closed;
    },
  };
}

/** What a host puts into the folder of its faults to have its connections cut (see setup-sakai-node.sh). */
export const cutRequest = 'link-cut';

function tie({ outer, inner }: Pair, gone: () => void): void {
  for (const each of [outer, inner]) {
    each.setNoDelay(true);
    each.on('error', ignore);
    each.once('close', () => {
      outer.destroy();
      inner.destroy();
      gone();
    });
  }
}

function flow({ outer, inner }: Pair): void {
  outer.pipe(inner).pipe(outer);
}

// Nobody is told: neither side sees more than that nothing comes.
function hold({ outer, inner }: Pair): void {
  outer.unpipe(inner).pause();
  inner.unpipe(outer).pause();
}

function ignore(): void {}
