import { hostname, userInfo } from 'node:os';
import { isAbsolute, join } from 'node:path';
import type { SshSettings, SshSettingsResult } from './ssh-settings.ts';
import { parseJumps, type SshTarget, targetName } from './ssh-target.ts';

/** Options by their name in lower case, each with every value it was given. */
export type SettingLines = ReadonlyMap<string, readonly string[]>;

/** Settings from what `ssh -G` prints, or refused where following them here would go somewhere else. */
export function settingsOf(lines: SettingLines, target: SshTarget): SshSettingsResult {
  const one = (name: string) => value(lines.get(name)?.[0]);
  const host = targetName(target);
  const refused = cannotFollow(one);
  if (refused !== undefined) return { type: 'refused', reason: `${host} ${refused}` };
  const place = {
    hostName: one('hostname') ?? target.host,
    port: Number(one('port') ?? 22),
    user: one('user') ?? userInfo().username,
  };
  const tokens = tokensOf({ ...place, host: target.host, alias: one('hostkeyalias') });
  const expand = (path: string) => expandPath(path, tokens);
  const jumps = parseJumps(fill(one('proxyjump') ?? '', tokens));
  if (one('proxyjump') !== undefined && jumps.type === 'unclear')
    return { type: 'refused', reason: `${host} has a ProxyJump that is not clear: ${jumps.text}` };
  const revoked = one('revokedhostkeys');
  return {
    type: 'settings',
    settings: {
      ...place,
      proxyJump: jumps.type === 'jumps' ? jumps.jumps : [],
      identityFiles: (lines.get('identityfile') ?? [])
        .filter((file) => file !== 'none')
        .map(unquote)
        .map(expand),
      identitiesOnly: one('identitiesonly') === 'yes',
      identityAgent: agentSocket(lines.get('identityagent')?.[0], expand),
      userKnownHostsFiles: paths(lines.get('userknownhostsfile')).map(expand),
      globalKnownHostsFiles: paths(lines.get('globalknownhostsfile')).map(expand),
      revokedHostKeys: revoked === undefined ? undefined : expand(unquote(revoked)),
      hostKeyAlias: one('hostkeyalias'),
      connectTimeout: milliseconds(one('connecttimeout')),
      aliveInterval: milliseconds(one('serveraliveinterval')),
      aliveCountMax: Number(one('serveralivecountmax') ?? 3),
      bindAddress: one('bindaddress'),
      addressFamily: FAMILIES[one('addressfamily')?.toLowerCase() ?? ''] ?? 0,
    },
  };
}

const FAMILIES: Readonly<Record<string, 4 | 6>> = { inet: 4, inet6: 6 };

function value(text: string | undefined): string | undefined {
  return text === undefined || text === '' || text.toLowerCase() === 'none' ? undefined : text;
}

/** OpenSSH's own: `90`, `1m30s`; 0 is not set. */
function milliseconds(text: string | undefined): number | undefined {
  const units: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3_600, d: 86_400, w: 604_800 };
  const parts = (text ?? '').toLowerCase().matchAll(/(\d+)([smhdw]?)/g);
  const seconds = [...parts].reduce((sum, [, n, unit]) => sum + Number(n) * (units[unit || 's'] ?? 1), 0);
  return seconds > 0 ? seconds * 1_000 : undefined;
}

function cannotFollow(one: (name: string) => string | undefined): string | undefined {
  if (one('proxycommand') !== undefined)
    return "is reached through a ProxyCommand, which only OpenSSH's own ssh can follow: give `transport: openssh` for it in the plan";
  if (one('bindinterface') !== undefined)
    return "has BindInterface set, which only OpenSSH's own ssh can follow: give `transport: openssh` for it in the plan";
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

type Place = Pick<SshSettings, 'hostName' | 'port' | 'user'> & {
  readonly host: string;
  readonly alias: string | undefined;
};

type Tokens = Readonly<Record<string, string>>;

// The home folder is that of the user database, as for ssh itself, whatever HOME says.
function tokensOf({ hostName, port, user, host, alias }: Place): Tokens {
  const { homedir, username, uid } = userInfo();
  return {
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
}

function fill(text: string, tokens: Tokens): string {
  return text.replace(/%[A-Za-z%]/g, (token) => tokens[token] ?? token);
}

function expandPath(path: string, tokens: Tokens): string {
  const full = fill(path, tokens).replace(/^~(?=\/|$)/, tokens['%d'] ?? '~');
  return isAbsolute(full) ? full : join(process.cwd(), full);
}
