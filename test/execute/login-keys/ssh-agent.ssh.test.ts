import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, unlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { createSshPool } from '../../../source/execute/ssh/ssh-pool.ts';
import { createSshSetup } from '../../../source/execute/ssh/ssh-setup.ts';
import { needs } from '../../helpers/needs.ts';
import { writeClientFiles } from '../../helpers/ssh-client-files.ts';
import { makeKey, type TestKey } from '../../helpers/ssh-keys.ts';
import { type SshServer, startSshServer } from '../../helpers/ssh-server.ts';

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
    const pool = createSshPool({ setup: createSshSetup({ configFile }) });
    const result = await pool.connection('head');
    await pool.close();
    return { result, tried: [...new Set(offered)] };
  }

  test('each is tried until one fits', async () => {
    for (const key of keys) {
      const { result } = await logIn(key, { config: ['IdentitiesOnly no'] });
      expect(result.type).toBe('open');
    }
  });

  test('with IdentitiesOnly the others are not offered', async () => {
    const [, , three] = keys;
    unlinkSync(three?.path ?? '');
    const { result, tried } = await logIn(three, { identity: three?.path ?? '' });
    expect({ type: result.type, tried }).toEqual({ type: 'open', tried: ['three'] });
  });

  test('those of the configuration come first', async () => {
    const [, two] = keys;
    const { tried } = await logIn(two, { identity: two?.path ?? '', config: ['IdentitiesOnly no'] });
    expect(tried).toEqual(['two']);
  });

  test('none that fits is a refusal that counts them', async () => {
    const { result, tried } = await logIn(undefined, { config: ['IdentitiesOnly no'] });
    expect(result).toMatchObject({
      type: 'refused',
      kind: 'final',
      reason: expect.stringContaining('3 keys of the agent'),
    });
    expect(tried.toSorted()).toEqual(['one', 'three', 'two']);
  });
});
