import { createLimit } from '../concurrency-limit.ts';
import { messageOf, oneLine } from '../reason.ts';
import type { Environment } from '../reference.ts';
import type { HostConnection, HostOpening, Transport } from '../shell/shell-channel.ts';
import { systemTimers, type Timers } from '../timers.ts';
import { openOpensshMaster } from './openssh-master.ts';
import { createOpensshPlace, type OpensshPlace } from './openssh-place.ts';

export type OpensshTransportOptions = {
  /** Takes the place of the user's and the system's configuration, like `ssh -F`. */
  readonly configFile?: string | undefined;
  /** The program; found through PATH. */
  readonly ssh?: string;
  /** known_hosts files of gonogo's own, read after the user's. */
  readonly knownHostsFiles?: readonly string[];
  /** Host name -> fingerprints of which the host must show one. Its key must be known, too: ssh decides that. */
  readonly hostKeys?: Readonly<Record<string, readonly string[]>>;
  /** What ssh finds in its environment; all of this program's by default. */
  readonly env?: Environment;
  readonly timers?: Timers;
  /** How many connections may be in the making at once. */
  readonly openers?: number;
};

/**
 * Reaches hosts through this machine's own ssh, for what is not built in: certificates, security keys, ProxyCommand,
 * Kerberos. One connection a host, shared through a socket in a private folder; the user's own sockets are left alone.
 */
export function createOpensshTransport(options: OpensshTransportOptions = {}): Transport {
  const { ssh = 'ssh', hostKeys = {}, env = process.env, timers = systemTimers, openers = 20 } = options;
  const { configFile, knownHostsFiles = [] } = options;
  const limit = createLimit(openers);
  const kept = new Map<string, HostConnection[]>();
  const opening = new Map<string, Promise<HostOpening>>();
  const closing = new AbortController();
  let place: Promise<OpensshPlace> | undefined;

  const openNow = async (host: string): Promise<HostOpening> => {
    try {
      if (closing.signal.aborted) return refused(`gonogo closed the connection to ${host}`, 'passing');
      place ??= createOpensshPlace({ configFile, knownHostsFiles, ssh, env }).catch((error: unknown) => {
        // A person may mend it before the next try.
        place = undefined;
        throw error;
      });
      const { files, base, listFor } = await place;
      const list = await listFor(host);
      if (list.type === 'refused') return refused(list.reason, 'final');
      const common = { host, ssh, env, timers, config: files.config, base: base(), signal: closing.signal };
      return await openOpensshMaster({ ...common, knownHosts: list.files, pins: hostKeys[host] ?? [] });
    } catch (error) {
      return refused(`no connection to ${host}: ${oneLine(messageOf(error))}`, 'final');
    }
  };
  const open = async (host: string): Promise<HostOpening> => {
    const result = await limit(() => openNow(host));
    opening.delete(host);
    if (result.type === 'open') {
      const standing = (kept.get(host) ?? []).filter((connection) => connection.isOpen());
      kept.set(host, [...standing, result.connection]);
    }
    return result;
  };
  return {
    connection: (host, which = 'kept') => {
      const free = kept.get(host)?.find((each) => each.isOpen() && each.hasRoom());
      if (free !== undefined && which === 'kept') return Promise.resolve({ type: 'open', connection: free });
      const pending = opening.get(host) ?? open(host);
      opening.set(host, pending);
      return pending;
    },
    close: async () => {
      closing.abort();
      await Promise.allSettled(opening.values());
      await Promise.all([...kept.values()].flat().map((connection) => connection.close()));
      kept.clear();
      const made = await place?.catch(() => undefined);
      await made?.remove();
    },
  };
}

function refused(reason: string, kind: 'passing' | 'final'): HostOpening {
  return { type: 'refused', reason, hostKey: undefined, kind };
}
