import { createLimit } from './concurrency-limit.ts';
import { readKnownHosts } from './known-hosts.ts';
import { messageOf, oneLine } from './reason.ts';
import { openSshConnection, type SshConnection, type SshOpening } from './ssh-connection.ts';
import { gatherIdentities } from './ssh-identities.ts';
import { loadSshLibrary } from './ssh-library.ts';
import type { SshSettingsSource } from './ssh-settings.ts';
import type { Timers } from './timers.ts';

export type SshPool = {
  /** A connection with room for one more channel: one that stands, or a new one. `fresh` wants a new one. */
  readonly connection: (host: string, which?: 'kept' | 'fresh') => Promise<SshOpening>;
  readonly close: () => Promise<void>;
};

export type SshPoolOptions = {
  readonly settings: SshSettingsSource;
  readonly timers: Timers;
  /** How many connections may be in the making at once. */
  readonly openers: number;
  /** Milliseconds between signs of life. */
  readonly keepAlive: number;
};

/** Keeps the connections to hosts; steps of one host share them. */
export function createSshPool({ settings, timers, openers, keepAlive }: SshPoolOptions): SshPool {
  const limit = createLimit(openers);
  const kept = new Map<string, SshConnection[]>();
  const opening = new Map<string, Promise<SshOpening>>();
  let closed = false;

  const open = async (host: string): Promise<SshOpening> => {
    const result = await limit(() => openNow({ host, settings, timers, keepAlive }));
    opening.delete(host);
    if (result.type === 'refused') settings.forget(host);
    else if (closed) await result.connection.close();
    else
      kept.set(host, [
        ...(kept.get(host) ?? []).filter((connection) => connection.isOpen()),
        result.connection,
      ]);
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
      closed = true;
      await Promise.all([...kept.values()].flat().map((connection) => connection.close()));
      kept.clear();
    },
  };
}

type OpenNow = { readonly host: string } & Pick<SshPoolOptions, 'settings' | 'timers' | 'keepAlive'>;

async function openNow({ host, settings: source, timers, keepAlive }: OpenNow): Promise<SshOpening> {
  const refused = (reason: string): SshOpening => ({ type: 'refused', reason, hostKey: undefined });
  try {
    const found = await source.of(host);
    if (found.type === 'refused') return refused(found.reason);
    const { settings } = found;
    const known = await readKnownHosts([...settings.userKnownHostsFiles, ...settings.globalKnownHostsFiles]);
    if (known.type === 'unreadable') {
      return refused(`${host} is not spoken to: ${known.file} can't be read (${known.reason})`);
    }
    const library = await loadSshLibrary();
    const identities = await gatherIdentities({ settings, library, timers });
    return await openSshConnection({
      host,
      settings,
      knownHosts: known.knownHosts,
      identities,
      library,
      timers,
      keepAlive,
    });
  } catch (error) {
    return refused(`no connection to ${host}: ${oneLine(messageOf(error))}`);
  }
}
