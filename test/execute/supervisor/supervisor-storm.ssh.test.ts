import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { createSshPool } from '../../../source/execute/ssh/ssh-pool.ts';
import { createSshSetup } from '../../../source/execute/ssh/ssh-setup.ts';
import { createRemoteExecutor } from '../../../source/execute/supervisor/remote-executor.ts';
import { systemTimers } from '../../../source/execute/timers.ts';
import { createRandom } from '../../../source/run/random.ts';
import { startCuttingProxy } from '../../helpers/cutting-proxy.ts';
import { needs } from '../../helpers/needs.ts';
import { awaitFile, perform, shJob } from '../../helpers/sh-job.ts';
import { writeClientFiles } from '../../helpers/ssh-client-files.ts';
import { makeKey } from '../../helpers/ssh-keys.ts';
import { startSshd } from '../../helpers/sshd.ts';
import '../../helpers/state-home.ts';

const cuts = 200;

describe.skipIf(needs('sshd'))('a storm of disconnects', () => {
  test('loses no byte of a megabyte, no exit code, and starts nothing twice', {
    timeout: 300_000,
  }, async () => {
    const seed = Number(process.env.GONOGO_TEST_SEED ?? Date.now() % 1_000_000);
    const random = createRandom(seed);
    const folder = mkdtempSync(join(tmpdir(), 'gonogo-storm-'));
    const hostKey = makeKey({ folder, name: 'host_key' });
    const userKey = makeKey({ folder, name: 'user_key' });
    const server = await startSshd({
      folder,
      hostKeys: [hostKey.path],
      authorizedKeys: [userKey.publicLine],
    });
    const proxy = await startCuttingProxy(server.port);
    const host = { name: 'head', ...proxy, hostKeys: [hostKey.publicLine] };
    const { configFile } = writeClientFiles({ folder, hosts: [host], identity: userKey.path });
    const executor = createRemoteExecutor({
      transport: createSshPool({ setup: createSshSetup({ configFile }) }),
      // The jittered waits between tries are shortened; patience with a silent host is whole seconds, and stays.
      timers: {
        ...systemTimers,
        after: (ms, callback) => systemTimers.after(ms % 1_000 === 0 ? ms : ms / 20, callback),
      },
      random,
    });
    const [runs, enough] = [join(folder, 'runs'), join(folder, 'enough')];
    const commands = `echo run >>'${runs}'
line=0123456789abcdef0123456789abcdef0123456789abcdef0123456789
i=0
while [ $i -lt 16384 ]; do i=$((i + 1)); echo "$i $line"; [ $((i % 100)) != 0 ] || sleep 0.05; done
echo "to stderr $line" >&2
${awaitFile(enough, 300)}
echo the end; exit 23`;
    const { job, stdout, stderr, launches } = shJob(commands, { target: 'head' });
    const ended = perform(executor, job);
    let done = 0;
    try {
      // What can't be reached at all before it began is refused.
      await expect.poll(() => launches.length, { timeout: 20_000 }).toBe(1);
      const deadline = Date.now() + 270_000;
      while (done < cuts && Date.now() < deadline) {
        await sleep(random() ** 2 * 120);
        done += proxy.cut();
      }
      writeFileSync(enough, '');
      const { result } = await ended;
      const line = '0123456789abcdef0123456789abcdef0123456789abcdef0123456789';
      const lines = Array.from({ length: 16_384 }, (_, i) => `${i + 1} ${line}\n`).join('');
      expect({ seed, done: done >= cuts, result }).toEqual({
        seed,
        done: true,
        result: { type: 'exited', code: 23 },
      });
      expect({ seed, hash: sha256(stdout()) }).toEqual({ seed, hash: sha256(`${lines}the end\n`) });
      expect({ seed, stderr: stderr() }).toEqual({ seed, stderr: `to stderr ${line}\n` });
      expect(readFileSync(runs, 'utf8')).toBe('run\n');
      expect(launches).toHaveLength(1);
    } finally {
      writeFileSync(enough, '');
      await executor.close();
      await proxy.stop();
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
