import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { createLocalExecutor } from '../../source/execute/local-executor.ts';
import { manualTimers } from '../helpers/manual-timers.ts';
import { shJob } from '../helpers/sh-job.ts';
import { executorContract } from './executor-contract.ts';

executorContract('local executor', async () => {
  const executor = createLocalExecutor({ grace: 1_000 });
  return { executor, target: 'local', close: executor.close };
});

describe('on this machine', () => {
  test('a shell that is not there is refused', async () => {
    const { result } = await createLocalExecutor({ shell: '/no/such/sh' }).perform(shJob('true').job);
    expect(result).toEqual({ type: 'refused', reason: expect.stringContaining('/no/such/sh') });
  });

  test('the step has the environment of the program, and its own on top', async () => {
    const { job, stdout } = shJob('echo "$HOME $NODE_ENV"', { env: { NODE_ENV: 'mine' } });
    await createLocalExecutor().perform(job);
    expect(stdout()).toBe(`${process.env.HOME} mine\n`);
  });

  test('an end that never gets quiet is cut off, and the output says so', async () => {
    const timers = manualTimers();
    const left = '(while :; do echo more; sleep 0.01; done) & echo "left $!"; exit 3';
    const { job, stdout, stderr } = shJob(left);
    const ended = createLocalExecutor({ timers }).perform(job);
    await expect.poll(stdout).toMatch(/left \d+\n/);
    try {
      // Until the exit is known time may pass as it likes; after it, never without output in between.
      while (stderr() === '') {
        const length = stdout().length;
        await expect.poll(() => stdout().length, { interval: 1 }).toBeGreaterThan(length);
        timers.pass(1_000);
      }
      expect((await ended).result).toEqual({ type: 'exited', code: 3 });
      expect(stderr()).toMatch(/^gonogo: the output had not ended 60 s after .*\n$/);
    } finally {
      process.kill(Number(/left (\d+)/.exec(stdout())?.[1]), 'SIGKILL');
    }
  });

  test('nothing zx would do by itself shows, and much output does not stay in memory', () => {
    const script = fileURLToPath(new URL('../helpers/local-output.ts', import.meta.url));
    const env = {
      ...process.env,
      ZX_VERBOSE: 'true',
      ZX_PREFIX: 'echo prefix;',
      ZX_SHELL: '/bin/false',
      ZX_TIMEOUT: '1ms',
    };
    const { stdout, stderr, status } = spawnSync(process.execPath, [script], { env, encoding: 'utf8' });
    expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
    const { result, bytes, growth } = JSON.parse(stdout);
    expect({ result, bytes }).toEqual({ result: { type: 'exited', code: 0 }, bytes: 200_000_000 });
    expect(growth).toBeLessThan(120_000_000);
  });
});
