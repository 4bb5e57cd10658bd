import type { Samples } from './samples.ts';
import { runGonogo } from './ssh-gonogo.ts';
import type { Range } from './ssh-range.ts';
import { timed } from './timed.ts';

export const oneHost = 'one host, one `true`';

/** One host, one command, by ssh itself and by gonogo. */
export async function runOne(range: Range, samples: Samples): Promise<void> {
  const { folder, config } = range;
  const place = (who: string) => ({ stage: oneHost, size: 1, who });
  for (const [who, file] of [
    ['ssh, as shipped', config.shipped],
    ['ssh, same key exchange', config.held],
  ] as const) {
    samples.add(place(who), await timed({ folder, command: ['ssh', '-F', file, 'n1', 'true'] }));
  }
  const run = await runGonogo({ folder, sshConfig: config.shipped, size: 1, command: 'true' });
  samples.add(place('gonogo, from the start of the program'), run.cold);
  samples.add(place('gonogo, the step alone'), { wall: run.step, cpu: Number.NaN });
  samples.add(place('gonogo, its next step'), run.next);
}
