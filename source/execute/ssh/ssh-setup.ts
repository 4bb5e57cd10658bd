import { createKnownHostsReader, type KnownHostsReader } from '../host-keys/known-hosts.ts';
import { type AskPassphrase, createKeyRing, type KeyRing } from '../login-keys/key-ring.ts';
import { createSshSettings, type SshSettingsSource } from '../ssh-settings/ssh-settings.ts';

/** What all connections of one program share: settings, known keys, opened key files. */
export type SshSetup = {
  readonly settings: SshSettingsSource;
  readonly keyRing: KeyRing;
  readonly readKnownHosts: KnownHostsReader;
  /** gonogo's own known_hosts, read after the user's. */
  readonly ownKnownHosts: string | undefined;
  /** Fingerprints of which a host or hop must show one, by its name. */
  readonly pins: Readonly<Record<string, readonly string[]>>;
};

export type SshSetupOptions = {
  /** Takes the place of the user's ssh configuration, like `ssh -F`. */
  readonly configFile?: string | undefined;
  /** The program asked for a host's settings. */
  readonly ssh?: string | undefined;
  readonly askPassphrase?: AskPassphrase | undefined;
  readonly ownKnownHosts?: string | undefined;
  readonly pins?: Readonly<Record<string, readonly string[]>> | undefined;
};

export function createSshSetup(options: SshSetupOptions = {}): SshSetup {
  const { configFile, ssh, askPassphrase, ownKnownHosts, pins = {} } = options;
  return {
    settings: createSshSettings({ configFile, ssh }),
    keyRing: createKeyRing({ askPassphrase }),
    readKnownHosts: createKnownHostsReader(),
    ownKnownHosts,
    pins,
  };
}
