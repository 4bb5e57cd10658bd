import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe } from 'vitest';
import { createSshPool } from '../../../source/execute/ssh/ssh-pool.ts';
import { createSshSetup } from '../../../source/execute/ssh/ssh-setup.ts';
import { createRemoteExecutor } from '../../../source/execute/supervisor/remote-executor.ts';
import { needs } from '../../helpers/needs.ts';
import { writeClientFiles } from '../../helpers/ssh-client-files.ts';
import { makeKey } from '../../helpers/ssh-keys.ts';
import { startSshServer } from '../../helpers/ssh-server.ts';
import { startSshd } from '../../helpers/sshd.ts';
import { executorContract } from './executor-contract.ts';

describe.skipIf(needs('sshd'))('real sshd', () => {
  executorContract('remote executor', () => setUp('sshd'));
});

executorContract('remote executor on a server of ssh2', () => setUp('ssh2'));

async function setUp(kind: 'sshd' | 'ssh2') {
  const folder = mkdtempSync(join(tmpdir(), 'gonogo-ssh-'));
  const hostKey = makeKey({ folder, name: 'host_key' });
  const userKey = makeKey({ folder, name: 'user_key' });
  const server =
    kind === 'sshd'
      ? await startSshd({ folder, hostKeys: [hostKey.path], authorizedKeys: [userKey.publicLine] })
      : await startSshServer({ hostKey: hostKey.privateText });
  const host = { name: 'sakaiprod1', ...server, hostKeys: [hostKey.publicLine] };
  const { configFile } = writeClientFiles({ folder, hosts: [host], identity: userKey.path });
  const another = () =>
    createRemoteExecutor({
      transport: createSshPool({ setup: createSshSetup({ configFile }) }),
      grace: 1_000,
    });
  const executor = another();
  return {
    executor,
    another,
    target: host.name,
    close: async () => {
      await executor.close();
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
