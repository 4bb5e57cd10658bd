import { mkdir } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { pathOf } from '../helpers/needs.ts';
import { startSshd } from '../helpers/sshd.ts';
import { hostDir, hostEnvironment } from './host-scripts.ts';
import type { RunningHost, SshHostOptions } from './ssh-host.ts';

/** Whether this machine has an sshd, and this user a shell for it to start. */
export function canUseSshd(): boolean {
  return pathOf('sshd') !== undefined && /\/(sh|bash|dash|zsh|ksh|ash)$/.test(userInfo().shell ?? '');
}

/** A host on a real sshd, whose every login begins in the host's own folder. */
export async function startSshdHost(options: SshHostOptions): Promise<RunningHost> {
  const { root, host, address, hostKey, clientKey, pace } = options;
  const folder = join(root, 'ssh', host);
  await mkdir(folder);
  const environment = Object.entries(hostEnvironment(root, host, pace))
    .map(([name, value]) => `${name}="${value}"`)
    .join(' ');
  return await startSshd({
    folder,
    address,
    hostKeys: [hostKey.file],
    authorizedKeys: [clientKey.line],
    config: [
      'PrintLastLog no',
      // The first SetEnv line counts, so it is one.
      `SetEnv ${environment}`,
      `ForceCommand exec '${join(hostDir(root, host), 'lib', 'login.sh')}'`,
    ],
  });
}
