import { createHmac } from 'node:crypto';
import { patternMatches } from '../ssh-settings/ssh-pattern.ts';

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
  const [names = '', ...rest] = marker === 'none' ? fields : fields.slice(1);
  if (names === '' || names.startsWith('#') || names.startsWith('@')) return undefined;
  const key = parsePublicKey(rest.join(' '));
  return key === undefined ? undefined : { file, line, marker, names, keyType: keyTypeOf(key), key };
}

/** The key in `TYPE BASE64 comment`; undefined where that makes no sense. */
export function parsePublicKey(text: string): Buffer | undefined {
  const [keyType = '', encoded = ''] = text.split(/[ \t]+/);
  const key = decodeKey(encoded);
  return key !== undefined && keyTypeOf(key) === keyType && keyFields(key).length > 1 ? key : undefined;
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

/** The parts of a key blob; none where it is cut off. */
export function keyFields(key: Buffer): readonly Buffer[] {
  const fields: Buffer[] = [];
  let at = 0;
  while (at + 4 <= key.length) {
    const from = at + 4;
    at = from + key.readUInt32BE(at);
    fields.push(key.subarray(from, at));
  }
  return at === key.length ? fields : [];
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
