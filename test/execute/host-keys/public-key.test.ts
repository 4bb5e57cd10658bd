import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { keyLabel } from '../../../source/execute/host-keys/public-key.ts';
import { needs } from '../../helpers/needs.ts';
import { farmOfEachTest } from '../../helpers/ssh-farm.ts';

const farm = farmOfEachTest();

test.skipIf(needs('ssh-keygen')).each(['ed25519', 'ecdsa', 'rsa'] as const)(
  '%s as ssh-keygen says',
  (type) => {
    const { path, blob } = farm().key('a_key', { type });
    const { bits, fingerprint, label } = keyLabel(blob);
    const { stdout } = spawnSync('ssh-keygen', ['-lf', `${path}.pub`], { encoding: 'utf8' });
    expect(`${bits} ${fingerprint} a_key (${label})\n`).toBe(stdout);
  },
);
