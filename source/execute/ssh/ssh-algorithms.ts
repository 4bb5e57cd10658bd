import type { Algorithms, ServerHostKeyAlgorithm } from '../ssh-library.ts';

const allHostKeys: readonly {
  readonly keyType: string;
  readonly algorithms: readonly ServerHostKeyAlgorithm[];
}[] = [
  { keyType: 'ssh-ed25519', algorithms: ['ssh-ed25519'] },
  { keyType: 'ecdsa-sha2-nistp256', algorithms: ['ecdsa-sha2-nistp256'] },
  { keyType: 'ecdsa-sha2-nistp384', algorithms: ['ecdsa-sha2-nistp384'] },
  { keyType: 'ecdsa-sha2-nistp521', algorithms: ['ecdsa-sha2-nistp521'] },
  { keyType: 'ssh-rsa', algorithms: ['rsa-sha2-512', 'rsa-sha2-256'] },
];

/**
 * What is offered to a host. Known key types come first, else a host known by RSA only would look unknown; those it is
 * to go without are not offered.
 */
export function sshAlgorithms(knownKeyTypes: readonly string[], without: readonly string[] = []): Algorithms {
  const hostKeys = allHostKeys.filter(({ keyType }) => !without.includes(keyType));
  const known = hostKeys.filter(({ keyType }) => knownKeyTypes.includes(keyType));
  const others = hostKeys.filter(({ keyType }) => !knownKeyTypes.includes(keyType));
  return {
    kex: [
      'curve25519-sha256',
      'curve25519-sha256@libssh.org',
      'ecdh-sha2-nistp256',
      'ecdh-sha2-nistp384',
      'ecdh-sha2-nistp521',
    ],
    serverHostKey: [...known, ...others].flatMap(({ algorithms }) => algorithms),
    cipher: [
      'aes128-gcm@openssh.com',
      'aes256-gcm@openssh.com',
      'chacha20-poly1305@openssh.com',
      'aes128-ctr',
      'aes192-ctr',
      'aes256-ctr',
    ],
    hmac: ['hmac-sha2-256-etm@openssh.com', 'hmac-sha2-512-etm@openssh.com'],
    compress: ['none'],
  };
}
