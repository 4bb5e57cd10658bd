import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createSshPool } from '../../../source/execute/ssh/ssh-pool.ts';
import { createSshSetup } from '../../../source/execute/ssh/ssh-setup.ts';
import { createWaitExecutor } from '../../../source/execute/wait/wait-executor.ts';
import { makeJob } from '../../helpers/action-job.ts';
import { needs } from '../../helpers/needs.ts';
import { writeClientFiles } from '../../helpers/ssh-client-files.ts';
import { makeKey } from '../../helpers/ssh-keys.ts';
import { cleanUp, folder, hostKey, userKey } from '../../helpers/ssh-scene.ts';
import { startSshd } from '../../helpers/sshd.ts';

type Scene = { readonly knownKey?: string };

async function scene({ knownKey = hostKey.publicLine }: Scene = {}) {
  const server = await startSshd({ folder, hostKeys: [hostKey.path], authorizedKeys: [userKey.publicLine] });
  const host = { name: 'head', ...server, hostKeys: [knownKey] };
  const { configFile } = writeClientFiles({ folder, hosts: [host], identity: userKey.path });
  const transport = createSshPool({ setup: createSshSetup({ configFile }) });
  const executor = createWaitExecutor({ databases: {}, transport: async () => transport });
  cleanUp(async () => {
    await executor.close();
    await transport.close();
    await server.stop();
  });
  const wait = (path: string, { gone = false, timeout = 20_000 } = {}) => {
    const made = makeJob(
      {
        kind: 'wait',
        on: { type: 'hosts', expression: 'head', hosts: ['head'] },
        wait: { until: { type: 'file', path, gone }, text: `file ${path}`, interval: 100 },
      },
      { target: 'head', timeout, env: { tag: 'v 2' } },
    );
    return { ...made, done: executor.perform(made.job) };
  };
  return { wait, server };
}

describe.skipIf(needs('sshd'))('a file on a host', () => {
  test('is waited for over the kept connection, whatever its name', async () => {
    const { wait } = await scene();
    const there = join(folder, "it's $HOME `x` v 2 head");
    const { done, output } = wait(join(folder, "it's $$HOME `x` $tag $host"));
    await expect.poll(output, { timeout: 10_000 }).toContain('is not there');
    writeFileSync(there, '');
    const { result, hostKey: shown } = await done;
    expect(result).toEqual({ type: 'exited', code: 0 });
    expect(shown).toMatch(/^SHA256:/);
  });

  test('a link that points nowhere, and a file that goes away', async () => {
    const { wait } = await scene();
    mkdirSync(join(folder, 'd'));
    writeFileSync(join(folder, 'd', 'lock'), '');
    const { done, output } = wait(join(folder, 'd/lock'), { gone: true });
    await expect.poll(output, { timeout: 10_000 }).toContain('is there');
    rmSync(join(folder, 'd'), { recursive: true });
    expect((await done).result).toEqual({ type: 'exited', code: 0 });
    expect(existsSync(join(folder, 'd'))).toBe(false);
  });

  test('a host that is another one is not asked twice', async () => {
    const stranger = makeKey({ folder, name: 'stranger' });
    const { wait } = await scene({ knownKey: stranger.publicLine });
    const { result } = await wait('/x').done;
    expect(result.type).toBe('refused');
  });

  test('a host that goes away while it waits is asked again', async () => {
    const { wait, server } = await scene();
    const { done, output, stop } = wait(join(folder, 'never'));
    await expect.poll(output, { timeout: 10_000 }).toContain('is not there');
    await server.stop();
    stop();
    expect((await done).result).toEqual({ type: 'stopped' });
  });

  test('a host that never was there is waited for until the time is up', async () => {
    const { wait, server } = await scene();
    await server.stop();
    const { done, output } = wait('/x', { timeout: 700 });
    expect((await done).result).toEqual({ type: 'timed-out', after: 700 });
    expect(output()).toContain('nobody can look: ');
  });
});
