import { expect } from 'vitest';
import { LEFT } from '../../source/execute/executor.ts';
import { createSshPool, type SshPoolOptions } from '../../source/execute/ssh/ssh-pool.ts';
import { createSshSetup } from '../../source/execute/ssh/ssh-setup.ts';
import { createRemoteExecutor } from '../../source/execute/supervisor/remote-executor.ts';
import { type RecordedJob, type ShJobOptions, shJob } from './sh-job.ts';
import { type ClientHost, writeClientFiles } from './ssh-client-files.ts';
import { cleanUp, folder, hostKey, userKey } from './ssh-scene.ts';
import { type SshServer, type SshServerOptions, startSshServer } from './ssh-server.ts';
import './state-home.ts';

export { cleanUp, folder, hostKey, userKey };

/** A server that stops with the test. */
export async function serve(options: Partial<SshServerOptions> = {}): Promise<SshServer> {
  const server = await startSshServer({ hostKey: hostKey.privateText, ...options });
  cleanUp(server.stop);
  return server;
}

type Reach = Partial<ClientHost> & { readonly options?: Partial<SshPoolOptions>; readonly identity?: string };

/** An executor that calls the server `head`, and knows its key where nothing else is said. */
export function reach(server: { address: string; port: number }, { options, identity, ...host }: Reach = {}) {
  const known = { name: 'head', ...server, hostKeys: [hostKey.publicLine], ...host };
  const files = writeClientFiles({ folder, hosts: [known], identity: identity ?? userKey.path });
  const setup = createSshSetup({ configFile: files.configFile });
  const transport = createSshPool({ setup, ...options });
  const executor = createRemoteExecutor({ transport, grace: 500 });
  cleanUp(executor.close);
  const run = async (commands: string, jobOptions: ShJobOptions = {}) => {
    const recorded = shJob(commands, { target: 'head', ...jobOptions });
    cleanUp(async () => endJob(recorded));
    const { job, stdout, stderr } = recorded;
    const performed = await executor.perform(job);
    if (performed === LEFT) throw new Error('the job was left');
    const { result, hostKey: shown } = performed;
    const reason = 'reason' in result ? result.reason : '';
    return { result, type: result.type, reason, hostKey: shown, stdout: stdout(), stderr: stderr() };
  };
  /** Starts something that goes on, and comes back when its first line is here. */
  const begin = async (commands = 'echo begun; sleep 300', jobOptions: ShJobOptions = {}) => {
    const recorded = shJob(commands, { target: 'head', ...jobOptions });
    cleanUp(async () => endJob(recorded));
    const ended = executor.perform(recorded.job);
    await expect.poll(recorded.stdout, { timeout: 5_000 }).toBe('begun\n');
    return { ...recorded, ended };
  };
  return { run, begin, executor, ...files };
}

/** Jobs outlive their connection, and their tests. */
function endJob({ launches }: RecordedJob) {
  for (const { pid } of launches) {
    try {
      if (pid !== undefined) process.kill(-pid, 'SIGKILL');
    } catch {
      // Already gone.
    }
  }
}
