import { createLimit } from '../concurrency-limit.ts';
import { loadSshLibrary } from '../ssh-library.ts';
import { routeTo, type SshLeg } from '../ssh-settings/ssh-route.ts';
import type { SshSettingsSource } from '../ssh-settings/ssh-settings.ts';
import { targetOf } from '../ssh-settings/ssh-target.ts';
import { systemTimers, type Timers } from '../timers.ts';
import type { KeyRing } from './key-ring.ts';
import { heldKeys } from './ssh-identities.ts';
import type { KeyFile } from './ssh-key-file.ts';

/** A key file with a passphrase that no agent holds. */
export type LockedIdentity = {
  readonly file: Extract<KeyFile, { readonly type: 'locked' }>;
  /** The hosts and hops that it may be needed for. */
  readonly hosts: readonly string[];
  /** Whether one of them has nothing else to try; otherwise the host may well take another key. */
  readonly needed: boolean;
};

export type LockedIdentitiesOptions = {
  readonly hosts: readonly string[];
  readonly settings: SshSettingsSource;
  readonly keyRing: KeyRing;
  readonly timers?: Timers;
};

const AT_ONCE = 20;

/**
 * Which passphrases the way to these hosts may need, hops included. No host is spoken to: what can't be resolved is
 * left out here, and is told when it is connected to.
 */
export async function lockedIdentities(options: LockedIdentitiesOptions): Promise<readonly LockedIdentity[]> {
  const { hosts, settings, keyRing, timers = systemTimers } = options;
  const limit = createLimit(AT_ONCE);
  const routes = await Promise.all(hosts.map((host) => limit(() => routeTo(targetOf(host), settings))));
  const legs = new Map<string, SshLeg>();
  for (const route of routes) {
    for (const leg of route.type === 'route' ? route.legs : []) legs.set(leg.name, leg);
  }
  const library = await loadSshLibrary();
  const held = await Promise.all(
    [...legs.values()].map((leg) =>
      limit(async () => ({ leg, ...(await heldKeys({ settings: leg.settings, library, keyRing, timers })) })),
    ),
  );
  const found = new Map<string, LockedIdentity>();
  for (const { leg, files, tried } of held) {
    const needed = tried === undefined && !files.some(({ type }) => type === 'private');
    for (const file of files) {
      if (file.type !== 'locked') continue;
      const known = found.get(file.path);
      found.set(file.path, {
        file,
        hosts: [...(known?.hosts ?? []), leg.name],
        needed: needed || known?.needed === true,
      });
    }
  }
  return [...found.values()];
}
