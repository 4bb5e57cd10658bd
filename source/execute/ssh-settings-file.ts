import { readFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { messageOf, oneLine } from './reason.ts';
import type { SettingLines } from './ssh-settings-lines.ts';

export type FileSettings =
  | { readonly type: 'lines'; readonly lines: SettingLines }
  | { readonly type: 'refused'; readonly reason: string };

export type FileSettingsOptions = { readonly host: string; readonly configFile: string | undefined };

/** The same lines as `ssh -G` would print, read from the configuration files, with OpenSSH's defaults. */
export async function fileSettings({ host, configFile }: FileSettingsOptions): Promise<FileSettings> {
  const files = configFile === undefined ? [inHome('config'), '/etc/ssh/ssh_config'] : [configFile];
  const texts: string[] = [];
  for (const file of files) {
    const text = await readConfig(file, file === configFile);
    if (text.type === 'refused') return text;
    texts.push(text.text);
  }
  const { parse } = await import('ssh-config');
  const [user, name] = host.includes('@') ? split(host) : [undefined, host];
  try {
    const query = user === undefined ? { Host: name } : { Host: name, User: user };
    const computed = parse(texts.join('\n')).compute(query, { ignoreCase: true, matchExec: false });
    const lines = new Map(
      Object.entries(computed).map(([key, value]) => [key.toLowerCase(), [value].flat()]),
    );
    return { type: 'lines', lines: withDefaults({ lines, name, user }) };
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

type Computed = {
  readonly lines: ReadonlyMap<string, readonly string[]>;
  readonly name: string;
  readonly user: string | undefined;
};

function withDefaults({ lines, name, user }: Computed): SettingLines {
  const keys = ['id_rsa', 'id_ecdsa', 'id_ed25519'].map(inHome);
  const hostName = (lines.get('hostname')?.[0] ?? name).replaceAll('%h', name).replaceAll('%%', '%');
  return new Map([
    ['identityfile', keys],
    ['userknownhostsfile', [`${inHome('known_hosts')} ${inHome('known_hosts2')}`]],
    ['globalknownhostsfile', ['/etc/ssh/ssh_known_hosts /etc/ssh/ssh_known_hosts2']],
    ...lines,
    ['hostname', [hostName]],
    ...(user === undefined ? [] : [['user', [user]] as const]),
  ]);
}

function split(host: string): readonly [string, string] {
  const at = host.lastIndexOf('@');
  return [host.slice(0, at), host.slice(at + 1)];
}

function inHome(name: string): string {
  return join(userInfo().homedir, '.ssh', name);
}
