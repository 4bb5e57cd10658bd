import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe } from 'vitest';
import { createOpensshTransport } from '../../../source/execute/openssh/openssh-transport.ts';
import { createRemoteExecutor } from '../../../source/execute/supervisor/remote-executor.ts';
import { needs } from '../../helpers/needs.ts';
import { writeClientFiles } from '../../helpers/ssh-client-files.ts';
import { makeKey } from '../../helpers/ssh-keys.ts';
import { startSshd } from '../../helpers/sshd.ts';
import { executorContract } from '../supervisor/executor-contract.ts';

describe.skipIf(needs('ssh', 'sshd'))("this machine's own ssh", () => {
  executorContract('remote executor', setUp);
});

async function setUp() {
  const folder = mkdtempSync(join(tmpdir(), 'gonogo-openssh-'));
  const hostKey = makeKey({ folder, name: 'host_key' });
  const userKey = makeKey({ folder, name: 'user_key' });
  const server = await startSshd({
    folder,
    hostKeys: [hostKey.path],
    authorizedKeys: [userKey.publicLine],
  });
  const host = { name: 'sakaiprod1', ...server, hostKeys: [hostKey.publicLine] };
  const { configFile } = writeClientFiles({ folder, hosts: [host], identity: userKey.path });
  const another = () =>
    createRemoteExecutor({ transport: createOpensshTransport({ configFile }), grace: 1_000 });
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
