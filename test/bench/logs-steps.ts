import { setTimeout as sleep } from 'node:timers/promises';
import { type GonogoScene, openGonogo } from './logs-gonogo.ts';
import { measureIdle } from './measure-keys.ts';
import type { Range } from './ssh-range.ts';

/** Steps of the short plan and of the long one. */
const lengths = [60, 1_000] as const;
const atMost = 1.15;
const loads = {
  'at rest, the clock running': undefined,
  '20 hosts, 5,000 lines/s': { hosts: 20, linesPerSecond: 5_000, mostSeconds: 120 },
};

/** What a plan costs by its length, nobody pressing a key: both run side by side at the same time. */
export async function logsSteps(range: Range, seconds: number): Promise<string> {
  const rows: string[] = [];
  for (const [what, load] of Object.entries(loads)) {
    const scenes: GonogoScene[] = [];
    try {
      for (const steps of lengths) scenes.push(await openGonogo({ range, steps, ...(load && { load }) }));
      for (const scene of scenes) scene.go();
      await sleep(warmUp);
      const [short, long] = await Promise.all(scenes.map((scene) => measureIdle(scene, seconds)));
      if (short === undefined || long === undefined) throw new Error('a plan was not measured');
      const ratio = long.cpu / short.cpu;
      const verdict = ratio <= atMost ? 'met' : 'missed';
      rows.push(
        `| ${what} | ${percent(short.cpu)} | ${percent(long.cpu)} | ${ratio.toFixed(2)} | ${atMost} | ${verdict} |`,
      );
    } finally {
      for (const scene of scenes) await scene.close();
    }
  }
  return [
    '### Length of the plan',
    '',
    `CPU of the whole program as a share of a core over ${seconds} s, both at the same time.`,
    '',
    `| | ${lengths[0]} steps | ${lengths[1]} steps | ratio | at most | |`,
    '|---|---|---|---|---|---|',
    ...rows,
  ].join('\n');
}

/** Until what is compiled and connected at the beginning is over, milliseconds. */
const warmUp = 4_000;

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}
