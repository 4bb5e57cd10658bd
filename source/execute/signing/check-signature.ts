import { createPublicKey, type JsonWebKey, type KeyObject, verify } from 'node:crypto';
import { fingerprintOf } from '../host-keys/known-hosts.ts';
import { keyFields, keyTypeOf } from '../host-keys/known-hosts-line.ts';
import { namespace, readSshSig, type SshSig, signedBytes } from './sshsig.ts';

export type SignatureVerdict =
  | {
      readonly type: 'good';
      /** `SHA256:…` */
      readonly key: string;
      /** `ssh-ed25519` */
      readonly keyType: string;
    }
  | { readonly type: 'bad'; readonly reason: string };

/** Whether the key that an armored signature names has signed this message for gonogo. Whose key that is it can't say. */
export function checkSignature(signature: string, message: string): SignatureVerdict {
  const sig = readSshSig(signature);
  if (sig === undefined) return bad('its signature can’t be read');
  if (sig.namespace !== namespace) return bad('its signature was made for another purpose');
  const keyType = keyTypeOf(sig.key);
  const check = checks[keyType];
  if (check === undefined) return bad(`keys of the type ${keyType} can’t be checked here`);
  try {
    if (check(sig, signedBytes(message, sig))) return { type: 'good', key: fingerprintOf(sig.key), keyType };
  } catch {
    // What is no key, or no signature of its kind, has signed nothing.
  }
  return bad('its signature does not fit');
}

function bad(reason: string): SignatureVerdict {
  return { type: 'bad', reason };
}

type Check = (sig: SshSig, data: Buffer) => boolean;

const checks: Readonly<Record<string, Check>> = {
  'ssh-ed25519': ({ key, format, bytes }, data) =>
    format === 'ssh-ed25519' && verify(null, data, ed25519Key(key), bytes),
  'ssh-rsa': ({ key, format, bytes }, data) => {
    const hash = rsaHashes[format];
    return hash !== undefined && verify(hash, data, rsaKey(key), bytes);
  },
  'ecdsa-sha2-nistp256': ecdsa({ curve: 'P-256', size: 32, hash: 'sha256' }),
  'ecdsa-sha2-nistp384': ecdsa({ curve: 'P-384', size: 48, hash: 'sha384' }),
  'ecdsa-sha2-nistp521': ecdsa({ curve: 'P-521', size: 66, hash: 'sha512' }),
};

/** SHA-1 signatures of RSA keys count for nothing. */
const rsaHashes: Readonly<Record<string, string>> = { 'rsa-sha2-256': 'sha256', 'rsa-sha2-512': 'sha512' };

function ed25519Key(key: Buffer): KeyObject {
  const [, x] = keyFields(key);
  return keyOf({ kty: 'OKP', crv: 'Ed25519', x: base64Url(x) });
}

function rsaKey(key: Buffer): KeyObject {
  const [, e, n] = keyFields(key);
  return keyOf({ kty: 'RSA', n: base64Url(withoutSign(n)), e: base64Url(withoutSign(e)) });
}

type Curve = { readonly curve: string; readonly size: number; readonly hash: string };

function ecdsa({ curve, size, hash }: Curve): Check {
  return ({ key, format, bytes }, data) => {
    const point = keyFields(key)[2];
    // Points may be packed; OpenSSH never does that.
    if (format !== keyTypeOf(key) || point?.[0] !== 4 || point.length !== 1 + 2 * size) return false;
    const x = base64Url(point.subarray(1, 1 + size));
    const y = base64Url(point.subarray(1 + size));
    const publicKey = { key: keyOf({ kty: 'EC', crv: curve, x, y }), dsaEncoding: 'ieee-p1363' } as const;
    const numbers = keyFields(bytes).map((each) => padded(withoutSign(each), size));
    return numbers.length === 2 && verify(hash, data, publicKey, Buffer.concat(numbers));
  };
}

function keyOf(jwk: JsonWebKey): KeyObject {
  return createPublicKey({ key: jwk, format: 'jwk' });
}

function base64Url(bytes: Buffer = Buffer.alloc(0)): string {
  return bytes.toString('base64url');
}

/** Numbers have a zero in front where they would look negative. */
function withoutSign(bytes: Buffer = Buffer.alloc(0)): Buffer {
  return bytes[0] === 0 ? bytes.subarray(1) : bytes;
}

function padded(bytes: Buffer, size: number): Buffer {
  return Buffer.concat([Buffer.alloc(Math.max(0, size - bytes.length)), bytes]);
}
