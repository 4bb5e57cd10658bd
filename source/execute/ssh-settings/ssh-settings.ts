import { askSsh, type SshAnswer } from './ssh-ask.ts';
import { askOncePerKind } from './ssh-kinds.ts';
import { fileSettings } from './ssh-settings-file.ts';
import { settingsOf } from './ssh-settings-lines.ts';
import { isPlain, type SshTarget, targetName } from './ssh-target.ts';

/** How to reach one host, after the user's ssh configuration. */
export type SshSettings = {
  readonly hostName: string;
  readonly port: number;
  readonly user: string;
  /** Hops on the way there, the nearest to us first; empty where the host is reached directly. */
  readonly proxyJump: readonly SshTarget[];
  /** Absolute paths, in the order they are tried. */
  readonly identityFiles: readonly string[];
  readonly identitiesOnly: boolean;
  /** Path of the agent's socket; undefined where none is to be asked. */
  readonly identityAgent: string | undefined;
  readonly userKnownHostsFiles: readonly string[];
  readonly globalKnownHostsFiles: readonly string[];
  /** A list of keys that are trusted nowhere; what can't be read trusts no key. */
  readonly revokedHostKeys: string | undefined;
  readonly hostKeyAlias: string | undefined;
  /** Milliseconds; undefined: not set. */
  readonly connectTimeout: number | undefined;
  /** Milliseconds between signs of life; undefined: not set. */
  readonly aliveInterval: number | undefined;
  /** How many may stay unanswered. */
  readonly aliveCountMax: number;
  /** The address of this machine to connect from. */
  readonly bindAddress: string | undefined;
  /** The version of IP to use; 0: any. */
  readonly addressFamily: 0 | 4 | 6;
};

export type SshSettingsResult =
  | { readonly type: 'settings'; readonly settings: SshSettings }
  | { readonly type: 'refused'; readonly reason: string };

export type SshSettingsOptions = {
  /** Takes the place of the user's and the system's configuration, like `ssh -F`. */
  readonly configFile?: string | undefined;
  /** The program asked for the settings. */
  readonly ssh?: string | undefined;
};

export type SshSettingsSource = {
  readonly of: (target: SshTarget) => Promise<SshSettingsResult>;
  /** Asks anew the next time: a person may have mended the configuration. */
  readonly forget: (target: SshTarget) => void;
};

/** Settings of hosts, each asked once: `ssh -G`, or the configuration files where there is no ssh. */
export function createSshSettings(options: SshSettingsOptions = {}): SshSettingsSource {
  const { configFile, ssh = 'ssh' } = options;
  const known = new Map<string, Promise<SshSettingsResult>>();
  const startOver = () => askOncePerKind((target) => askSsh({ ssh, configFile, target }));
  let ask = startOver();
  return {
    of: (target) => {
      const name = targetName(target);
      const result = known.get(name) ?? settingsFor({ target, ask, configFile });
      known.set(name, result);
      return result;
    },
    forget: (target) => {
      if (known.delete(targetName(target))) ask = startOver();
    },
  };
}

type Wanted = {
  readonly target: SshTarget;
  readonly ask: (target: SshTarget) => Promise<SshAnswer>;
  readonly configFile: string | undefined;
};

async function settingsFor({ target, ask, configFile }: Wanted): Promise<SshSettingsResult> {
  const name = targetName(target);
  if (!isPlain(target))
    return { type: 'refused', reason: `${JSON.stringify(name)} cannot be the name of a host` };
  const answer = await ask(target);
  switch (answer.type) {
    case 'answered':
      return settingsOf(answer.lines, target);
    case 'failed':
      return { type: 'refused', reason: `ssh does not accept its settings for ${name}: ${answer.message}` };
    case 'no-ssh': {
      const lines = await fileSettings({ target, configFile });
      return lines.type === 'refused' ? lines : settingsOf(lines.lines, target);
    }
  }
}
