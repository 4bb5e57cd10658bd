import { createHmac } from 'node:crypto';

/** One usable line of a known_hosts file. */
export type KnownHostsLine = {
  readonly file: string;
  /** From 1. */
  readonly line: number;
  readonly marker: 'none' | 'revoked' | 'cert-authority';
  /** First field, as written: patterns or a hashed name. */
  readonly names: string;
  /** `ssh-ed25519`, `ssh-rsa`, … as the key itself says. */
  readonly keyType: string;
  /** The key as it goes over the wire. */
  readonly key: Buffer;
};

/** Reads the text of a known_hosts file. Lines that OpenSSH would pass over are passed over. */
export function parseKnownHosts(text: string, file: string): readonly KnownHostsLine[] {
  return text.split('\n').flatMap((line, index) => {
    const parsed = parseLine(line.replace(/\r$/, ''), file, index + 1);
    return parsed === undefined ? [] : [parsed];
  });
}

function parseLine(text: string, file: string, line: number): KnownHostsLine | undefined {
  const fields = text.trim().split(/[ \t]+/);
  const marker = markerOf(fields[0] ?? '');
  if (marker === undefined) return undefined;
  const [names = '', keyType = '', encoded = ''] = marker === 'none' ? fields : fields.slice(1);
  if (names === '' || names.startsWith('#') || names.startsWith('@')) return undefined;
  const key = decodeKey(encoded);
  return key !== undefined && keyTypeOf(key) === keyType
    ? { file, line, marker, names, keyType, key }
    : undefined;
}

function markerOf(field: string): KnownHostsLine['marker'] | undefined {
  if (!field.startsWith('@')) return 'none';
  if (field === '@revoked') return 'revoked';
  return field === '@cert-authority' ? 'cert-authority' : undefined;
}

function decodeKey(encoded: string): Buffer | undefined {
  return /^[A-Za-z0-9+/]+={0,2}$/.test(encoded) ? Buffer.from(encoded, 'base64') : undefined;
}

/** The type a key blob names itself, empty where it is not a key. A host chose these bytes: plain ones only. */
export function keyTypeOf(key: Buffer): string {
  const length = key.length >= 4 ? key.readUInt32BE(0) : 0;
  const type = length <= key.length - 4 ? key.toString('latin1', 4, 4 + length) : '';
  return /^[\w.@-]{1,64}$/.test(type) ? type : '';
}

/** Whether a line speaks of `name`, which is in lower case: `host`, `[host]:port` or an alias. */
export function namesMatch(names: string, name: string): boolean {
  if (names.startsWith('|')) return hashMatches(names, name);
  const patterns = names.toLowerCase().split(',');
  const vetoed = patterns.some(
    (pattern) => pattern.startsWith('!') && patternMatches(pattern.slice(1), name),
  );
  return !vetoed && patterns.some((pattern) => !pattern.startsWith('!') && patternMatches(pattern, name));
}

function hashMatches(names: string, name: string): boolean {
  const [, version, salt = '', hash = ''] = names.split('|');
  if (version !== '1') return false;
  const digest = createHmac('sha1', Buffer.from(salt, 'base64')).update(name).digest();
  return digest.equals(Buffer.from(hash, 'base64'));
}

/** `*` is any text, `?` any one character; linear in the number of stars, whatever the file says. */
function patternMatches(pattern: string, name: string): boolean {
  let at = 0;
  let star = -1;
  let retry = 0;
  let index = 0;
  while (index < name.length) {
    if (pattern[at] === '*') {
      star = at;
      retry = index;
      at += 1;
    } else if (at < pattern.length && (pattern[at] === '?' || pattern[at] === name[index])) {
      at += 1;
      index += 1;
    } else if (star !== -1) {
      at = star + 1;
      retry += 1;
      index = retry;
    } else return false;
  }
  return [...pattern.slice(at)].every((character) => character === '*');
}
