import type { Environment } from '../reference.ts';
import { createLocalPlace } from '../shell/local-place.ts';
import type { ChannelOrder, ChannelStart } from '../shell/shell-channel.ts';
import type { Timers } from '../timers.ts';
import type { Finding } from './preflight-report.ts';
import { askShell } from './preflight-shell.ts';

export type LocalQuestions = {
  readonly sudo: boolean;
  readonly env: Environment;
  readonly timers: Timers;
};

/** Asks this machine what a host is asked, save for the time. Never rejects. */
export function askThisMachine({ sudo, env, timers }: LocalQuestions): Promise<readonly Finding[]> {
  const place = createLocalPlace({ shell: '/bin/sh', env, timers });
  const run = async (order: ChannelOrder): Promise<ChannelStart> => {
    const start = await place.run(order, { which: 'kept' });
    if (start.type === 'started') return start;
    return { type: 'failed', reason: start.type === 'refused' ? start.reason : 'it was given up' };
  };
  return askShell({ run, sudo, clock: false, timers });
}
