import { readFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { messageOf, oneLine } from '../reason.ts';
import type { SettingLines } from './ssh-settings-lines.ts';
import type { SshTarget } from './ssh-target.ts';

export type FileSettings =
  | { readonly type: 'lines'; readonly lines: SettingLines }
  | { readonly type: 'refused'; readonly reason: string };

export type FileSettingsOptions = { readonly target: SshTarget; readonly configFile: string | undefined };

/** The same lines as `ssh -G` would print, read from the configuration files, with OpenSSH's defaults. */
export async function fileSettings({ target, configFile }: FileSettingsOptions): Promise<FileSettings> {
  const files = configFile === undefined ? [inHome('config'), '/etc/ssh/ssh_config'] : [configFile];
  const texts: string[] = [];
  for (const file of files) {
    const text = await readConfig(file, file === configFile);
    if (text.type === 'refused') return text;
    texts.push(text.text);
  }
  const { parse } = await import('ssh-config');
  const { host, user } = target;
  try {
    const query = user === undefined ? { Host: host } : { Host: host, User: user };
    const computed = parse(texts.join('\n')).compute(query, { ignoreCase: true, matchExec: false });
    const lines = new Map(
      Object.entries(computed).map(([key, value]) => [key.toLowerCase(), [value].flat()]),
    );
    return { type: 'lines', lines: withDefaults({ lines: firstProxy(lines), target }) };
  } catch (error) {
    return {
      type: 'refused',
      reason: `the ssh settings in ${files.join(', ')} can't be read: ${oneLine(messageOf(error))}`,
    };
  }
}

type ConfigText =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'refused'; readonly reason: string };

async function readConfig(file: string, required: boolean): Promise<ConfigText> {
  try {
    const text = await readFile(file, 'utf8');
    // Passing over an Include could mean another host, another user or another key.
    if (!/^\s*include\b/im.test(text)) return { type: 'text', text };
    return { type: 'refused', reason: `${file} uses Include, which needs OpenSSH's own ssh to be installed` };
  } catch (error) {
    const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    if (missing && !required) return { type: 'text', text: '' };
    return {
      type: 'refused',
      reason: `the ssh settings in ${file} can't be read: ${oneLine(messageOf(error))}`,
    };
  }
}

/** Of ProxyJump and ProxyCommand the one that comes first counts. */
function firstProxy(lines: ReadonlyMap<string, readonly string[]>): ReadonlyMap<string, readonly string[]> {
  const [, second] = [...lines.keys()].filter((name) => name === 'proxyjump' || name === 'proxycommand');
  return new Map([...lines].filter(([name]) => name !== second));
}

type Computed = {
  readonly lines: ReadonlyMap<string, readonly string[]>;
  readonly target: SshTarget;
};

function withDefaults({ lines, target: { host, user, port } }: Computed): SettingLines {
  const keys = ['id_rsa', 'id_ecdsa', 'id_ed25519'].map(inHome);
  const hostName = (lines.get('hostname')?.[0] ?? host).replaceAll('%h', host).replaceAll('%%', '%');
  return new Map([
    ['identityfile', keys],
    ['userknownhostsfile', [`${inHome('known_hosts')} ${inHome('known_hosts2')}`]],
    ['globalknownhostsfile', ['/etc/ssh/ssh_known_hosts /etc/ssh/ssh_known_hosts2']],
    ...lines,
    ['hostname', [hostName]],
    ...(user === undefined ? [] : [['user', [user]] as const]),
    ...(port === undefined ? [] : [['port', [String(port)]] as const]),
  ]);
}

function inHome(name: string): string {
  return join(userInfo().homedir, '.ssh', name);
}
