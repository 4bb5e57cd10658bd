import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import ssh2 from 'ssh2';

export type TestKey = {
  /** Of the private half; the public one is beside it with `.pub`. */
  readonly path: string;
  /** `TYPE BASE64`, as in known_hosts and authorized_keys. */
  readonly publicLine: string;
  readonly privateText: string;
  readonly blob: Buffer;
};

export type TestKeyOptions = {
  readonly folder: string;
  readonly name: string;
  readonly type?: 'ed25519' | 'ecdsa' | 'rsa';
  readonly passphrase?: string;
};

/** Makes a key pair for one test. */
export function makeKey({ folder, name, type = 'ed25519', passphrase }: TestKeyOptions): TestKey {
  const pair = soundPair(
    type,
    passphrase === undefined ? undefined : { passphrase, cipher: 'aes256-ctr', rounds: 4 },
  );
  const path = join(folder, name);
  const [keyType = '', encoded = ''] = pair.public.split(' ');
  writeFileSync(path, pair.private, { mode: 0o600 });
  writeFileSync(`${path}.pub`, `${keyType} ${encoded} ${name}\n`);
  return {
    path,
    publicLine: `${keyType} ${encoded}`,
    privateText: pair.private,
    blob: Buffer.from(encoded, 'base64'),
  };
}

// About one ed25519 key in 250 that ssh2 makes is malformed.
function soundPair(type: 'ed25519' | 'ecdsa' | 'rsa', lock: Lock | undefined) {
  for (;;) {
    const pair = pairOf(type, lock);
    if (!(ssh2.utils.parseKey(pair.private, lock?.passphrase) instanceof Error)) return pair;
  }
}

type Lock = { readonly passphrase: string; readonly cipher: string; readonly rounds: number };

function pairOf(type: 'ed25519' | 'ecdsa' | 'rsa', lock: Lock | undefined) {
  const { generateKeyPairSync } = ssh2.utils;
  switch (type) {
    case 'ed25519':
      return lock === undefined ? generateKeyPairSync('ed25519') : generateKeyPairSync('ed25519', lock);
    case 'ecdsa':
      return generateKeyPairSync('ecdsa', { bits: 256, ...lock });
    case 'rsa':
      return generateKeyPairSync('rsa', { bits: 2048, ...lock });
  }
}
