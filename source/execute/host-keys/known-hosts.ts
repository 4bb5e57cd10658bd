import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { messageOf, oneLine } from '../reason.ts';
import { type KnownHostsLine, keyTypeOf, namesMatch, parseKnownHosts } from './known-hosts-line.ts';

/** Under which names a host is looked up. */
export type KnownHostsName = {
  readonly hostName: string;
  readonly port: number;
  /** Takes the place of name and port where it is set. */
  readonly hostKeyAlias: string | undefined;
};

export type KnownHostsPlace = { readonly file: string; readonly line: number };

export type HostKeyVerdict = {
  /** `other-type-known`: known, by a key of another type only. `not-pinned`: the plan names other keys. */
  readonly type: 'known' | 'unknown' | 'changed' | 'revoked' | 'other-type-known' | 'not-pinned';
  /** SHA256:… of the key that was shown. */
  readonly fingerprint: string;
  readonly keyType: string;
  /** The lines that led to the verdict. */
  readonly places: readonly KnownHostsPlace[];
  /** Lines that trust an authority for this host; certificates are not checked here. */
  readonly authorities: readonly KnownHostsPlace[];
};

export type KnownHosts = {
  /** The files that were looked at, in order. */
  readonly files: readonly string[];
  /** Key types that are known for a host, in the order of the files. */
  readonly keyTypes: (name: KnownHostsName) => readonly string[];
  readonly verify: (name: KnownHostsName, key: Buffer) => HostKeyVerdict;
};

export type KnownHostsResult =
  | { readonly type: 'read'; readonly knownHosts: KnownHosts }
  | { readonly type: 'unreadable'; readonly file: string; readonly reason: string };

export type KnownHostsReader = (files: readonly string[]) => Promise<KnownHostsResult>;

/** Reads known_hosts files in order. A missing one is empty; one that can't be read stops everything. */
export async function readKnownHosts(files: readonly string[]): Promise<KnownHostsResult> {
  return createKnownHostsReader()(files);
}

/** The same for many hosts: a file that has not changed meanwhile is read once, and looked at once at a time. */
export function createKnownHostsReader(): KnownHostsReader {
  const read = new Map<string, { readonly version: string; readonly lines: readonly KnownHostsLine[] }>();
  const linesOf = async (file: string): Promise<readonly KnownHostsLine[]> => {
    const { mtimeNs, ctimeNs, size, ino } = await stat(file, { bigint: true });
    const version = [mtimeNs, ctimeNs, size, ino].join(' ');
    const known = read.get(file);
    if (known?.version === version) return known.lines;
    const lines = parseKnownHosts(await readFile(file, 'utf8'), file);
    read.set(file, { version, lines });
    return lines;
  };
  const readAll = async (files: readonly string[]): Promise<KnownHostsResult> => {
    const lines: KnownHostsLine[] = [];
    for (const file of files) {
      try {
        for (const line of await linesOf(file)) lines.push(line);
      } catch (error) {
        const code =
          error instanceof Error && 'code' in error ? String(error.code) : oneLine(messageOf(error));
        if (code !== 'ENOENT') return { type: 'unreadable', file, reason: code };
      }
    }
    return { type: 'read', knownHosts: knownHostsOf(lines, files) };
  };
  const reading = new Map<string, Promise<KnownHostsResult>>();
  return (files) => {
    const key = files.join('\0');
    const result = reading.get(key) ?? readAll(files).finally(() => reading.delete(key));
    reading.set(key, result);
    return result;
  };
}

/** The rules of sshd(8) over lines that are already read. */
export function knownHostsOf(lines: readonly KnownHostsLine[], files: readonly string[]): KnownHosts {
  const about = (name: string) => lines.filter((line) => namesMatch(line.names, name));
  return {
    files,
    keyTypes: (name) => {
      const known = lookups(name).flatMap(about);
      return [...new Set(known.filter((line) => line.marker === 'none').map((line) => line.keyType))];
    },
    verify: (name, key) => {
      const [first = '', second] = lookups(name);
      const verdict = judge(about(first), key);
      if (verdict.type !== 'unknown') return verdict;
      // A host on another port is known, too, by a line without the port, but never called changed by it.
      const again = second === undefined ? verdict : judge(about(second), key);
      return again.type === 'known' || again.type === 'revoked' ? again : verdict;
    },
  };
}

/** `SHA256:…` as ssh-keygen -l prints it. */
export function fingerprintOf(key: Buffer): string {
  return `SHA256:${createHash('sha256').update(key).digest('base64').replace(/=+$/, '')}`;
}

/** What a line of its own for a host begins with: `[host]:port`, `host` or an alias. */
export function ownName(name: KnownHostsName): string {
  return lookups(name)[0] ?? '';
}

function lookups({ hostName, port, hostKeyAlias }: KnownHostsName): readonly string[] {
  if (hostKeyAlias !== undefined) return [hostKeyAlias.toLowerCase()];
  const name = hostName.toLowerCase();
  return port === 22 ? [name] : [`[${name}]:${port}`, name];
}

function judge(lines: readonly KnownHostsLine[], key: Buffer): HostKeyVerdict {
  const keyType = keyTypeOf(key);
  const plain = lines.filter((line) => line.marker === 'none');
  const same = (line: KnownHostsLine) => line.key.equals(key);
  const verdict = (type: HostKeyVerdict['type'], places: readonly KnownHostsLine[]): HostKeyVerdict => ({
    type,
    fingerprint: fingerprintOf(key),
    keyType,
    places: places.map(placeOf),
    authorities: lines.filter((line) => line.marker === 'cert-authority').map(placeOf),
  });
  const revoked = lines.filter((line) => line.marker === 'revoked' && same(line));
  if (revoked.length > 0) return verdict('revoked', revoked);
  const equal = plain.filter(same);
  if (equal.length > 0) return verdict('known', equal);
  const sameType = plain.filter((line) => line.keyType === keyType);
  if (sameType.length > 0) return verdict('changed', sameType);
  return plain.length > 0 ? verdict('other-type-known', plain) : verdict('unknown', []);
}

function placeOf({ file, line }: KnownHostsLine): KnownHostsPlace {
  return { file, line };
}
