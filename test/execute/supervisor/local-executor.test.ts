import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { createLocalExecutor } from '../../../source/execute/supervisor/local-executor.ts';
import { perform, shJob } from '../../helpers/sh-job.ts';
import { executorContract } from './executor-contract.ts';

executorContract('local executor', async () => {
  const executor = createLocalExecutor({ grace: 1_000 });
  return {
    executor,
    another: () => createLocalExecutor({ grace: 1_000 }),
    target: 'local',
    close: executor.close,
  };
});

describe('on this machine', () => {
  test('a shell that is not there is refused', async () => {
    const { result } = await perform(createLocalExecutor({ shell: '/no/such/sh' }), shJob('true').job);
    expect(result).toEqual({ type: 'refused', reason: expect.stringContaining('/no/such/sh') });
  });

  test('the step has the environment of the program, and its own on top', async () => {
    const { job, stdout } = shJob('echo "$HOME $NODE_ENV"', { env: { NODE_ENV: 'mine' } });
    await perform(createLocalExecutor(), job);
    expect(stdout()).toBe(`${process.env.HOME} mine\n`);
  });

  test.each([
    ['at once', '1000000000'],
    ['slowly', '200000000'],
  ])(
    'nothing zx would do by itself shows, and much output does not stay in memory: taken %s',
    (how, size) => {
      const script = fileURLToPath(new URL('../../helpers/local-output.ts', import.meta.url));
      const env = {
        ...process.env,
        ZX_VERBOSE: 'true',
        ZX_PREFIX: 'echo prefix;',
        ZX_SHELL: '/bin/false',
        ZX_TIMEOUT: '1ms',
      };
      const { stdout, stderr, status } = spawnSync(
        process.execPath,
        [script, size, how === 'slowly' ? 'slow' : ''],
        { env, encoding: 'utf8' },
      );
      expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
      const { result, bytes, growth } = JSON.parse(stdout);
      expect({ result, bytes }).toEqual({ result: { type: 'exited', code: 0 }, bytes: Number(size) });
      expect(growth).toBeLessThan(120_000_000);
    },
  );
});
