import { type ChildProcess, type SpawnSyncOptions, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, test } from 'vitest';
import { killScript } from '../../source/execute/shell-kill.ts';
import { pathOf } from '../helpers/needs.ts';

const shells = [['dash'], ['bash'], ['busybox', 'sh']].filter(
  ([program = '']) => pathOf(program) !== undefined,
);

describe.each(shells.map((shell) => ({ name: shell.join(' '), shell })))('on $name', ({ shell }) => {
  const kill = (target: string, grace: number, who: SpawnSyncOptions = {}) => {
    const [program = '', ...args] = shell;
    const started = performance.now();
    const { status, stdout, stderr } = spawnSync(program, [...args, '-s'], {
      input: killScript({ target, grace, nonce: 'word' }),
      ...who,
    });
    return { status, said: `${stdout}${stderr}`, took: performance.now() - started };
  };

  test('ends a group at once when it listens', async () => {
    const child = await group('sleep 300 & sleep 300 & echo ready; wait');
    const { took, ...ran } = kill(`-${child.pid}`, 30);
    expect(ran).toEqual({ status: 0, said: 'word gone\n' });
    expect(took).toBeLessThan(15_000);
    expect(await ending(child)).toBe('SIGTERM');
  });

  test('ends a group that does not listen after its grace time', async () => {
    const child = await group("trap '' TERM; echo ready; while :; do sleep 1; done");
    const { took, said } = kill(`-${child.pid}`, 0.6);
    expect(said).toBe('word gone\n');
    expect(took).toBeGreaterThan(550);
    expect(await ending(child)).toBe('SIGKILL');
  });

  test('ends one process where there is no group of its own', async () => {
    const child = await group('echo ready; exec sleep 300');
    kill(`${child.pid}`, 30);
    expect(await ending(child)).toBe('SIGTERM');
  });

  test.skipIf(process.getuid?.() !== 0)('says so when another user’s process is left', async () => {
    const child = await group('echo ready; exec sleep 300');
    expect(kill(`-${child.pid}`, 0, { uid: 65_534, gid: 65_534 })).toMatchObject({
      status: 0,
      said: 'word left\n',
    });
    child.kill('SIGKILL');
  });

  test('is content when nobody is left', () => {
    const { pid } = spawnSync('true');
    expect(kill(`-${pid}`, 30)).toMatchObject({ status: 0, said: 'word gone\n' });
  });
});

async function group(commands: string): Promise<ChildProcess> {
  const child = spawn('sh', ['-c', commands], { detached: true, stdio: ['ignore', 'pipe', 'ignore'] });
  await once(child.stdout, 'data');
  return child;
}

async function ending(child: ChildProcess): Promise<string | null> {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  return child.signalCode;
}
