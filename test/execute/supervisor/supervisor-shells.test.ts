import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe } from 'vitest';
import { createLocalExecutor } from '../../../source/execute/supervisor/local-executor.ts';
import { needs, pathOf } from '../../helpers/needs.ts';
import { executorContract } from './executor-contract.ts';

// The shell that keeps and follows, and the `sh` that runs the step, are this one; busybox has only its own programs.
for (const shell of ['dash', 'bash', 'busybox']) {
  describe.skipIf(needs(shell))(shell, () => {
    executorContract(`${shell} as the shell of this machine`, async () => {
      const folder = mkdtempSync(join(tmpdir(), 'gonogo-shell-'));
      const bin = join(folder, 'bin');
      mkdirSync(bin);
      if (shell === 'busybox') spawnSync('busybox', ['--install', '-s', bin]);
      else symlinkSync(pathOf(shell) ?? shell, join(bin, 'sh'));
      const path = shell === 'busybox' ? bin : `${bin}:${process.env.PATH}`;
      const another = () =>
        createLocalExecutor({
          grace: 1_000,
          shell: join(bin, 'sh'),
          env: { ...process.env, PATH: path },
        });
      const executor = another();
      return {
        executor,
        another,
        target: 'local',
        close: async () => {
          await executor.close();
          rmSync(folder, { recursive: true, force: true });
        },
      };
    });
  });
}
