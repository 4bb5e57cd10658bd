import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, unlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { createRemoteExecutor } from '../../source/execute/remote-executor.ts';
import { needs } from '../helpers/needs.ts';
import { shJob } from '../helpers/sh-job.ts';
import { writeClientFiles } from '../helpers/ssh-client-files.ts';
import { makeKey, type TestKey } from '../helpers/ssh-keys.ts';
import { type SshServer, startSshServer } from '../helpers/ssh-server.ts';

describe.skipIf(needs('ssh-agent', 'ssh-add'))('keys of an ssh agent', () => {
  let folder: string;
  let agent: ChildProcess;
  let socket: string;
  let server: SshServer;
  let keys: readonly TestKey[];
  let hostKey: TestKey;
  let accepted: TestKey;
  let offered: string[];

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'gonogo-agent-'));
    socket = join(folder, 'agent');
    agent = spawn('ssh-agent', ['-D', '-a', socket], { stdio: 'ignore' });
    await vi.waitUntil(() => existsSync(socket));
    hostKey = makeKey({ folder, name: 'host' });
    keys = [
      makeKey({ folder, name: 'one' }),
      makeKey({ folder, name: 'two', type: 'rsa' }),
      makeKey({ folder, name: 'three', type: 'ecdsa' }),
    ];
    for (const { path } of keys)
      spawnSync('ssh-add', ['-q', path], { env: { ...process.env, SSH_AUTH_SOCK: socket } });
    const name = (blob: Buffer) => keys.findIndex((key) => key.blob.equals(blob));
    server = await startSshServer({
      hostKey: hostKey.privateText,
      accepts: (blob) => {
        offered.push(['one', 'two', 'three'][name(blob)] ?? 'other');
        return blob.equals(accepted.blob);
      },
    });
  });
  afterAll(async () => {
    await server?.stop();
    agent.kill();
    await once(agent, 'exit');
    rmSync(folder, { recursive: true, force: true });
  });

  async function logIn(key: TestKey | undefined, { identity = 'none', config = [] as string[] }) {
    accepted = key ?? hostKey;
    offered = [];
    const host = {
      name: 'head',
      ...server,
      hostKeys: [hostKey.publicLine],
      config: [`IdentityAgent ${socket}`, ...config],
    };
    const { configFile } = writeClientFiles({ folder, hosts: [host], identity });
    const executor = createRemoteExecutor({ configFile });
    const { result } = await executor.perform(shJob('true', { target: 'head' }).job);
    await executor.close();
    return { result, tried: [...new Set(offered)] };
  }

  test('each is tried until one fits', async () => {
    for (const key of keys) {
      const { result } = await logIn(key, { config: ['IdentitiesOnly no'] });
      expect(result).toEqual({ type: 'exited', code: 0 });
    }
  });

  test('with IdentitiesOnly the others are not offered', async () => {
    const [, , three] = keys;
    unlinkSync(three?.path ?? '');
    const { result, tried } = await logIn(three, { identity: three?.path ?? '' });
    expect({ result, tried }).toEqual({ result: { type: 'exited', code: 0 }, tried: ['three'] });
  });

  test('those of the configuration come first', async () => {
    const [, two] = keys;
    const { tried } = await logIn(two, { identity: two?.path ?? '', config: ['IdentitiesOnly no'] });
    expect(tried).toEqual(['two']);
  });

  test('none that fits is a refusal that counts them', async () => {
    const { result, tried } = await logIn(undefined, { config: ['IdentitiesOnly no'] });
    expect(result).toEqual({ type: 'refused', reason: expect.stringContaining('3 keys of the agent') });
    expect(tried.toSorted()).toEqual(['one', 'three', 'two']);
  });
});
