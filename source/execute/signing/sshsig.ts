import { createHash } from 'node:crypto';
import { keyFields } from '../host-keys/known-hosts-line.ts';
import { sshString, sshStrings } from './wire.ts';

/** What gonogo signs is good for nothing else: `ssh-keygen -Y verify -n gonogo`. */
export const namespace = 'gonogo';

/** A signature as OpenSSH's PROTOCOL.sshsig describes it. */
export type SshSig = {
  /** The public key as it goes over the wire. */
  readonly key: Buffer;
  readonly namespace: string;
  readonly hash: 'sha256' | 'sha512';
  /** How it was made, as `ssh-ed25519` or `rsa-sha2-512`. */
  readonly format: string;
  readonly bytes: Buffer;
};

/** What a key signs instead of a message. */
export function signedBytes(
  message: string,
  { namespace, hash }: Pick<SshSig, 'namespace' | 'hash'>,
): Buffer {
  const digest = createHash(hash).update(message).digest();
  return Buffer.concat([magic, sshStrings([namespace, reserved, hash, digest])]);
}

/** `signature`: its format and its bytes, as an agent gives it. */
export function armored(
  key: Buffer,
  signature: Buffer,
  { namespace, hash }: Pick<SshSig, 'namespace' | 'hash'>,
) {
  const blob = Buffer.concat([
    magic,
    version,
    sshStrings([key, namespace, reserved, hash]),
    sshString(signature),
  ]);
  const lines = blob.toString('base64').match(/.{1,70}/g) ?? [];
  return `${[begin, ...lines, end].join('\n')}\n`;
}

/** Reads an armored signature; undefined where it is none. */
export function readSshSig(text: string): SshSig | undefined {
  const lines = text.trim().split(/\r?\n/);
  if (lines[0] !== begin || lines.at(-1) !== end) return undefined;
  const blob = Buffer.from(lines.slice(1, -1).join(''), 'base64');
  const head = magic.length + version.length;
  if (!blob.subarray(0, head).equals(Buffer.concat([magic, version]))) return undefined;
  const [key, space, , hash, signature] = keyFields(blob.subarray(head));
  const [format, bytes] = signature === undefined ? [] : keyFields(signature);
  const algorithm = hash?.toString();
  if (key === undefined || space === undefined || format === undefined || bytes === undefined)
    return undefined;
  if (algorithm !== 'sha256' && algorithm !== 'sha512') return undefined;
  return { key, namespace: space.toString(), hash: algorithm, format: format.toString(), bytes };
}

const magic = Buffer.from('SSHSIG');
const version = Buffer.from([0, 0, 0, 1]);
const reserved = '';
const begin = '-----BEGIN SSH SIGNATURE-----';
const end = '-----END SSH SIGNATURE-----';
