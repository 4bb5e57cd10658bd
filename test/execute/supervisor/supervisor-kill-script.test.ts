import { type ChildProcess, type SpawnSyncOptions, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { killScript } from '../../../source/execute/supervisor/supervisor-kill-script.ts';
import { pathOf } from '../../helpers/needs.ts';
import { isAlive } from '../../helpers/processes.ts';

const shells = [['dash'], ['bash'], ['busybox', 'sh']].filter(
  ([program = '']) => pathOf(program) !== undefined,
);
let state: string;
let jobs: string;
beforeEach(() => {
  state = mkdtempSync(join(tmpdir(), 'gonogo-kill-'));
  jobs = join(state, 'gonogo', 'jobs');
  mkdirSync(jobs, { recursive: true });
});
afterEach(() => rmSync(state, { recursive: true, force: true }));

describe.each(shells.map((shell) => ({ name: shell.join(' '), shell })))('on $name', ({ shell }) => {
  const kill = (grace: number, { begun = true, ...who }: SpawnSyncOptions & { begun?: boolean } = {}) => {
    const [program = '', ...args] = shell;
    const started = performance.now();
    const { status, stdout, stderr } = spawnSync(program, [...args, '-s'], {
      input: killScript({ name: 'job', nonce: 'word', grace, begun }),
      env: { ...process.env, XDG_STATE_HOME: state },
      ...who,
    });
    return { status, said: `${stdout}${stderr}`, took: performance.now() - started };
  };

  test('ends a group at once when it listens', async () => {
    const child = await claimed('sleep 300 & sleep 300 & echo ready; wait');
    const { took, ...ran } = kill(30);
    expect(ran).toEqual({ status: 0, said: 'word gone\n' });
    expect(took).toBeLessThan(15_000);
    expect(await ending(child)).toBe('SIGTERM');
  });

  test('ends a group that does not listen after its grace time', async () => {
    const child = await claimed("trap '' TERM; echo ready; while :; do sleep 1; done");
    const { took, said } = kill(0.6);
    expect(said).toBe('word gone\n');
    expect(took).toBeGreaterThan(550);
    expect(await ending(child)).toBe('SIGKILL');
  });

  test.skipIf(process.getuid?.() !== 0)('says so when another user’s process is left', async () => {
    const child = await claimed('echo ready; exec sleep 300');
    for (const path of [state, join(state, 'gonogo'), jobs]) chmodSync(path, 0o755);
    expect(kill(0, { uid: 65_534, gid: 65_534 })).toMatchObject({ status: 0, said: 'word left\n' });
    child.kill('SIGKILL');
  });

  test('does not touch a process that was given the number since', async () => {
    const child = await claimed('echo ready; exec sleep 300', { led: '1' });
    expect(kill(0).said).toBe('word gone\n');
    expect(isAlive(child.pid ?? 0)).toBe(true);
    child.kill('SIGKILL');
  });

  test('does not touch what runs under the number since a reboot', async () => {
    const child = await claimed('echo ready; exec sleep 300', { boot: 'another' });
    expect(kill(0).said).toBe('word gone\n');
    expect(isAlive(child.pid ?? 0)).toBe(true);
    child.kill('SIGKILL');
  });

  test('keeps from its beginning what has not begun, but says nothing of the kind where it had', () => {
    expect(kill(0).said).toBe('word none\n');
    expect(existsSync(join(jobs, 'job.claim'))).toBe(false);
    expect(kill(0, { begun: false }).said).toBe('word never\n');
    expect(readFileSync(join(jobs, 'job.claim'), 'utf8')).toBe('never\n');
    expect(kill(0).said).toBe('word never\n');
  });
});

/** A group with a claim. */
async function claimed(commands: string, { led, boot }: { led?: string; boot?: string } = {}) {
  const child = spawn('sh', ['-c', commands], { detached: true, stdio: ['ignore', 'pipe', 'ignore'] });
  await once(child.stdout, 'data');
  const stat = readFileSync(`/proc/${child.pid}/stat`, 'latin1');
  const since = stat.slice(stat.lastIndexOf(') ') + 2).split(' ')[19];
  const bootId = readFileSync('/proc/sys/kernel/random/boot_id', 'latin1').trim();
  writeFileSync(join(jobs, 'job.claim'), `${boot ?? bootId} 1 1 ${child.pid} ${led ?? since}\n`);
  return child;
}

async function ending(child: ChildProcess): Promise<string | null> {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  return child.signalCode;
}
