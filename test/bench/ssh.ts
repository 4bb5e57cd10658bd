import { availableParallelism, loadavg } from 'node:os';
import { installPeers, type SshPeer } from './install-peers.ts';
import { createSamples } from './samples.ts';
import { goalsTable } from './ssh-goals.ts';
import { oneHost, runOne } from './ssh-one.ts';
import { openRange } from './ssh-range.ts';
import { runRound, stages } from './ssh-round.ts';
import { stageTable } from './ssh-table.ts';

const allPeers: readonly SshPeer[] = ['pdsh', 'clush', 'ansible'];

/** One command on many hosts, by gonogo and by others, everybody in turn within each round. */
export async function sshBench({ quick }: { readonly quick: boolean }): Promise<string> {
  const sizes = quick ? [10, 50] : [10, 50, 200];
  const rounds = quick ? 2 : 5;
  const installed = installPeers(allPeers);
  const range = await openRange();
  const samples = createSamples();
  const load = [loadavg()[0] ?? 0];
  try {
    for (let round = 1; round <= rounds; round += 1) {
      process.stderr.write(`round ${round} of ${rounds}\n`);
      for (let i = 0; i < 3; i += 1) await runOne(range, samples);
      for (const size of sizes) await runRound({ range, samples, installed, size });
      load.push(loadavg()[0] ?? 0);
    }
  } finally {
    await range.close();
  }
  const missing = allPeers.filter((peer) => !installed.has(peer));
  return [
    `Medians of ${rounds} rounds, everybody in turn within each. Seconds by the wall, in brackets the client's CPU with that of all it starts; gonogo's with its whole program, supervisor and journal. At most 32 hosts at once for the others. Between one step and the next gonogo waits one to three seconds, as a person does. Servers and clients share ${availableParallelism()} cores. Load before the first round ${load[0]?.toFixed(1)}.`,
    ...(missing.length > 0 ? [`Not installed: ${missing.join(', ')}.`] : []),
    goalsTable(samples),
    stageTable(samples, oneHost, [1]),
    ...Object.values(stages).map((stage) => stageTable(samples, stage, sizes)),
  ].join('\n\n');
}
