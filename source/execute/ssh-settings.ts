import { execFile } from 'node:child_process';
import { oneLine } from './reason.ts';
import { fileSettings } from './ssh-settings-file.ts';
import { type SettingLines, settingsOf } from './ssh-settings-lines.ts';

/** How to reach one host, after the user's ssh configuration. */
export type SshSettings = {
  readonly hostName: string;
  readonly port: number;
  readonly user: string;
  /** Absolute paths, in the order they are tried. */
  readonly identityFiles: readonly string[];
  readonly identitiesOnly: boolean;
  /** Path of the agent's socket; undefined where none is to be asked. */
  readonly identityAgent: string | undefined;
  readonly userKnownHostsFiles: readonly string[];
  readonly globalKnownHostsFiles: readonly string[];
  readonly hostKeyAlias: string | undefined;
  /** Milliseconds; undefined: not set. */
  readonly connectTimeout: number | undefined;
};

export type SshSettingsResult =
  | { readonly type: 'settings'; readonly settings: SshSettings }
  | { readonly type: 'refused'; readonly reason: string };

export type SshSettingsOptions = {
  /** Takes the place of the user's and the system's configuration, like `ssh -F`. */
  readonly configFile?: string | undefined;
  /** The program asked for the settings. */
  readonly ssh?: string;
};

export type SshSettingsSource = {
  readonly of: (host: string) => Promise<SshSettingsResult>;
  /** Asks anew the next time: a person may have mended the configuration. */
  readonly forget: (host: string) => void;
};

/** Settings of hosts, each asked once: `ssh -G`, or the configuration files where there is no ssh. */
export function createSshSettings(options: SshSettingsOptions = {}): SshSettingsSource {
  const known = new Map<string, Promise<SshSettingsResult>>();
  return {
    of: (host) => {
      const result = known.get(host) ?? settingsFor(host, options);
      known.set(host, result);
      return result;
    },
    forget: (host) => {
      known.delete(host);
    },
  };
}

// A name that begins with a dash would be an option of ssh.
const plainName = /^(?:[A-Za-z0-9_.][A-Za-z0-9_.-]*@)?[A-Za-z0-9_.:[][A-Za-z0-9_.:%\]-]*$/;

async function settingsFor(
  host: string,
  { configFile, ssh = 'ssh' }: SshSettingsOptions,
): Promise<SshSettingsResult> {
  if (!plainName.test(host))
    return { type: 'refused', reason: `${JSON.stringify(host)} cannot be the name of a host` };
  const answer = await askSsh({ ssh, configFile, host });
  switch (answer.type) {
    case 'answered':
      return settingsOf(answer.lines, host);
    case 'failed':
      return { type: 'refused', reason: `ssh does not accept its settings for ${host}: ${answer.message}` };
    case 'no-ssh': {
      const lines = await fileSettings({ host, configFile });
      return lines.type === 'refused' ? lines : settingsOf(lines.lines, host);
    }
  }
}

type Answer =
  | { readonly type: 'answered'; readonly lines: SettingLines }
  | { readonly type: 'failed'; readonly message: string }
  | { readonly type: 'no-ssh' };

type Question = { readonly ssh: string; readonly configFile: string | undefined; readonly host: string };

function askSsh({ ssh, configFile, host }: Question): Promise<Answer> {
  const config = configFile === undefined ? [] : ['-F', configFile];
  const { promise, resolve } = Promise.withResolvers<Answer>();
  // `Match exec` may run a command that never ends.
  execFile(ssh, ['-G', '-T', ...config, '--', host], { timeout: 15_000 }, (error, stdout, stderr) => {
    if (error === null) resolve({ type: 'answered', lines: linesOf(stdout) });
    else if (error.code === 'ENOENT') resolve({ type: 'no-ssh' });
    else resolve({ type: 'failed', message: oneLine(lastLine(stderr) ?? error.message) });
  }).stdin?.end();
  return promise;
}

function linesOf(text: string): SettingLines {
  const lines = new Map<string, string[]>();
  for (const line of text.split('\n')) {
    const [, name, value] = /^(\S+) (.*)$/.exec(line.trim()) ?? [];
    if (name === undefined || value === undefined) continue;
    lines.set(name.toLowerCase(), [...(lines.get(name.toLowerCase()) ?? []), value]);
  }
  return lines;
}

function lastLine(text: string): string | undefined {
  return text.trim().split('\n').at(-1)?.trim() || undefined;
}
