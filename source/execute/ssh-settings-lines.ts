import { hostname, userInfo } from 'node:os';
import { isAbsolute, join } from 'node:path';
import type { SshSettings, SshSettingsResult } from './ssh-settings.ts';

/** Options by their name in lower case, each with every value it was given. */
export type SettingLines = ReadonlyMap<string, readonly string[]>;

/** Settings from what `ssh -G` prints, or refused where following them here would go somewhere else. */
export function settingsOf(lines: SettingLines, host: string): SshSettingsResult {
  const one = (name: string) => value(lines.get(name)?.[0]);
  const refused = cannotFollow(one);
  if (refused !== undefined) return { type: 'refused', reason: `${host} ${refused}` };
  const place = {
    hostName: one('hostname') ?? host,
    port: Number(one('port') ?? 22),
    user: one('user') ?? userInfo().username,
  };
  const expand = (path: string) => expandPath(path, { ...place, host, alias: one('hostkeyalias') });
  const seconds = Number(one('connecttimeout') ?? 0);
  return {
    type: 'settings',
    settings: {
      ...place,
      identityFiles: (lines.get('identityfile') ?? [])
        .filter((file) => file !== 'none')
        .map(unquote)
        .map(expand),
      identitiesOnly: one('identitiesonly') === 'yes',
      identityAgent: agentSocket(lines.get('identityagent')?.[0], expand),
      userKnownHostsFiles: paths(lines.get('userknownhostsfile')).map(expand),
      globalKnownHostsFiles: paths(lines.get('globalknownhostsfile')).map(expand),
      hostKeyAlias: one('hostkeyalias'),
      connectTimeout: seconds > 0 ? seconds * 1_000 : undefined,
    },
  };
}

function value(text: string | undefined): string | undefined {
  return text === undefined || text === '' || text.toLowerCase() === 'none' ? undefined : text;
}

function cannotFollow(one: (name: string) => string | undefined): string | undefined {
  const jump = one('proxyjump');
  if (jump !== undefined)
    return `is reached through the jump host ${jump} (ProxyJump): jump hosts come later`;
  if (one('proxycommand') !== undefined)
    return 'is reached through a ProxyCommand, which is not supported yet';
  if (one('revokedhostkeys') !== undefined) return 'has RevokedHostKeys set, which cannot be honoured yet';
  return undefined;
}

function agentSocket(text: string | undefined, expand: (path: string) => string): string | undefined {
  const fromEnvironment = process.env.SSH_AUTH_SOCK || undefined;
  if (text === undefined || text === 'SSH_AUTH_SOCK') return fromEnvironment;
  if (text.toLowerCase() === 'none') return undefined;
  const variable = /^\$\{?([A-Za-z_][A-Za-z0-9_]*)\}?$/.exec(text)?.[1];
  return variable === undefined ? expand(unquote(text)) : process.env[variable] || undefined;
}

/** `ssh -G` separates paths by a space and quotes none: what begins no path belongs to the one before. */
function paths(values: readonly string[] = []): readonly string[] {
  return values.filter((text) => text.toLowerCase() !== 'none').flatMap(pathsOfLine);
}

function pathsOfLine(text: string): readonly string[] {
  const found: string[] = [];
  for (const word of text.match(/"[^"]*"|[^\s"]+/g) ?? []) {
    const last = found.at(-1);
    if (last === undefined || /^["/~$%]/.test(word)) found.push(unquote(word));
    else found[found.length - 1] = `${last} ${word}`;
  }
  return found;
}

function unquote(text: string): string {
  return /^".*"$/.test(text) ? text.slice(1, -1) : text;
}

type Tokens = Pick<SshSettings, 'hostName' | 'port' | 'user'> & {
  readonly host: string;
  readonly alias: string | undefined;
};

// The home folder is that of the user database, as for ssh itself, whatever HOME says.
function expandPath(path: string, { hostName, port, user, host, alias }: Tokens): string {
  const { homedir, username, uid } = userInfo();
  const tokens: Readonly<Record<string, string>> = {
    '%%': '%',
    '%d': homedir,
    '%h': hostName,
    '%i': String(uid),
    '%k': alias ?? hostName,
    '%l': hostname(),
    '%L': hostname().split('.')[0] ?? '',
    '%n': host,
    '%p': String(port),
    '%r': user,
    '%u': username,
  };
  const full = path.replace(/%[A-Za-z%]/g, (token) => tokens[token] ?? token).replace(/^~(?=\/|$)/, homedir);
  return isAbsolute(full) ? full : join(process.cwd(), full);
}
