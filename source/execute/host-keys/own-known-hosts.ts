import { mkdir, open, readFile, realpath, rename, rm } from 'node:fs/promises';
import { dirname, isAbsolute, join } from 'node:path';
import { randomToken } from '../random.ts';
import { keyTypeOf } from './known-hosts-line.ts';

/** Where gonogo keeps the host keys that `gonogo trust` was told to trust: the XDG data folder. */
export function ownKnownHostsPath(place: {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly home: string;
}): string {
  const data = place.env.XDG_DATA_HOME;
  // The XDG specification says that a relative path is to be ignored.
  const folder = data !== undefined && isAbsolute(data) ? data : join(place.home, '.local', 'share');
  return join(folder, 'gonogo', 'known_hosts');
}

export type TrustedKey = {
  /** `host`, `[host]:port` or an alias. */
  readonly knownAs: string;
  readonly key: Buffer;
};

/** Adds keys at the end of gonogo's own known_hosts: the old text or the whole new one is there, whatever happens. */
export async function addKnownHosts(path: string, keys: readonly TrustedKey[]): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const file = await realpath(path).catch(() => path);
  const before = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '';
    throw error;
  });
  const known = new Set(before.split('\n'));
  const lines = keys.map(({ knownAs, key }) => `${knownAs} ${keyTypeOf(key)} ${key.toString('base64')}`);
  const added = [...new Set(lines)].filter((line) => !known.has(line));
  if (added.length === 0) return;
  const text = before === '' || before.endsWith('\n') ? before : `${before}\n`;
  await replace(file, `${text}${added.join('\n')}\n`);
}

async function replace(file: string, text: string): Promise<void> {
  const fresh = `${file}.${randomToken().slice(0, 16)}`;
  try {
    const handle = await open(fresh, 'wx', 0o600);
    try {
      await handle.writeFile(text);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(fresh, file);
  } catch (error) {
    await rm(fresh, { force: true });
    throw error;
  }
}
