import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, test } from 'vitest';
import { labProcesses } from './sweep.ts';

let owner: ChildProcess | undefined;
afterEach(() => owner?.kill('SIGKILL'));

test.each(['SIGKILL', 'SIGTERM', 'SIGINT'] as const)(
  'an owner that dies of %s leaves no process, no database and no folder',
  async (signal) => {
    const script = fileURLToPath(new URL('./lab-owner.ts', import.meta.url));
    owner = spawn(process.execPath, [script], { stdio: ['ignore', 'pipe', 'inherit'] });
    const [line] = await once(owner.stdout ?? owner, 'data');
    const [root = '', url = ''] = String(line).trim().split(' ');
    expect(labProcesses(root).length).toBeGreaterThanOrEqual(14);
    owner.kill(signal);
    await once(owner, 'exit');
    const ended = async () =>
      labProcesses(root).length === 0 && !existsSync(root) && !(await isOpen(Number(new URL(url).port)));
    for (const deadline = Date.now() + 40_000; !(await ended()); ) {
      if (Date.now() > deadline) break;
      await sleep(50);
    }
    expect(labProcesses(root)).toEqual([]);
    expect(existsSync(root)).toBe(false);
    expect(await ended()).toBe(true);
  },
  120_000,
);

async function isOpen(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
