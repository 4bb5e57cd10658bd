import { fingerprintOf } from './known-hosts.ts';
import { keyFields, keyTypeOf } from './known-hosts-line.ts';

/** How `ssh-keygen -l` speaks of a key. */
export type KeyLabel = {
  readonly bits: number;
  /** `SHA256:…` */
  readonly fingerprint: string;
  /** `ED25519`, `ECDSA`, `RSA`. */
  readonly label: string;
};

export function keyLabel(key: Buffer): KeyLabel {
  const keyType = keyTypeOf(key);
  return { bits: bitsOf(keyType, key), fingerprint: fingerprintOf(key), label: labelOf(keyType) };
}

function labelOf(keyType: string): string {
  const name = keyType.replace(/^ssh-/, '').replace(/^ecdsa-.*/, 'ecdsa');
  return name.toUpperCase();
}

function bitsOf(keyType: string, key: Buffer): number {
  if (keyType === 'ssh-rsa') return lengthOfNumber(keyFields(key)[2]);
  return Number(/nistp(\d+)$/.exec(keyType)?.[1] ?? 256);
}

function lengthOfNumber(bytes: Buffer = Buffer.alloc(0)): number {
  const number = bytes.toString('hex');
  return number === '' ? 0 : BigInt(`0x${number}`).toString(2).length;
}
