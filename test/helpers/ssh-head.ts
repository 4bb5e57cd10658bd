import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect } from 'vitest';
import { createRemoteExecutor, type RemoteExecutorOptions } from '../../source/execute/remote-executor.ts';
import { type ShJobOptions, shJob } from './sh-job.ts';
import { type ClientHost, writeClientFiles } from './ssh-client-files.ts';
import { makeKey, type TestKey } from './ssh-keys.ts';
import { type SshServer, type SshServerOptions, startSshServer } from './ssh-server.ts';

/** Of the test that runs. */
export let folder: string;
export let hostKey: TestKey;
export let userKey: TestKey;
let cleanUps: (() => Promise<void>)[];

/** Called after the test, the last one first. */
export function cleanUp(task: () => Promise<void>) {
  cleanUps.push(task);
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gonogo-faults-'));
  hostKey = makeKey({ folder, name: 'host_key' });
  userKey = makeKey({ folder, name: 'user_key' });
  cleanUps = [];
});
afterEach(async () => {
  for (const task of cleanUps.reverse()) await task();
  rmSync(folder, { recursive: true, force: true });
});

/** A server that stops with the test. */
export async function serve(options: Partial<SshServerOptions> = {}): Promise<SshServer> {
  const server = await startSshServer({ hostKey: hostKey.privateText, ...options });
  cleanUp(server.stop);
  return server;
}

type Reach = Partial<ClientHost> & { readonly options?: RemoteExecutorOptions; readonly identity?: string };

/** An executor that calls the server `head`, and knows its key where nothing else is said. */
export function reach(server: { address: string; port: number }, { options, identity, ...host }: Reach = {}) {
  const known = { name: 'head', ...server, hostKeys: [hostKey.publicLine], ...host };
  const files = writeClientFiles({ folder, hosts: [known], identity: identity ?? userKey.path });
  const executor = createRemoteExecutor({ configFile: files.configFile, grace: 500, ...options });
  cleanUp(executor.close);
  const run = async (commands: string, jobOptions: ShJobOptions = {}) => {
    const { job, stdout, stderr } = shJob(commands, { target: 'head', ...jobOptions });
    const { result, hostKey: shown } = await executor.perform(job);
    const reason = 'reason' in result ? result.reason : '';
    return { result, type: result.type, reason, hostKey: shown, stdout: stdout(), stderr: stderr() };
  };
  /** Starts something that goes on, and comes back when its first line is here. */
  const begin = async () => {
    const { job, stdout } = shJob('echo begun; sleep 300', { target: 'head' });
    const ended = executor.perform(job);
    await expect.poll(stdout).toBe('begun\n');
    return { ended };
  };
  return { run, begin, executor, ...files };
}
