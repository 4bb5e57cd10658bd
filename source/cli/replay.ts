import { createWallClock } from '../session/clock.ts';
import { openReplay } from '../session/replay.ts';
import { CommandError } from './command-error.ts';
import { exitCodes } from './exit-codes.ts';
import { findIntactRun } from './find-run.ts';
import { createHands } from './hand-over.ts';
import type { Io } from './io.ts';
import { leaveSignals } from './leave-signals.ts';
import { withJournal } from './open-journal.ts';
import type { CommonOptions } from './settings.ts';
import { learned } from './usual-lengths.ts';
import { type WatchOptions, watch } from './watch.ts';

export type ReplayOptions = CommonOptions &
  WatchOptions & { readonly run: string; readonly speed?: number | undefined };

/** `gonogo replay RUN`: the window as it was, on the same screens. */
export async function replay(options: ReplayOptions, io: Io): Promise<number> {
  const { speed = 1 } = options;
  if (!(speed >= 0.25 && speed <= 600)) {
    throw new CommandError(exitCodes.usage, '--speed takes a number from 0.25 to 600');
  }
  return withJournal({ options, io }, async (journal, file) => {
    const found = await findIntactRun(journal, options.run, file);
    const session = openReplay({
      run: found.run,
      plan: found.plan,
      events: found.events,
      output: journal.readOutput(found.run),
      // Nothing is signed here: whose keyboard it is doesn't matter.
      identity: { person: '', roles: [] },
      usuals: await learned(journal, found),
      speed,
      wall: createWallClock(),
    });
    const leaving = leaveSignals();
    const { signal: leave, hush } = leaving;
    // Only the pager is ever asked for: a replay has no key for the others.
    const hands = createHands({ env: io.env, leave, hush, pins: found.plan.hostKeys, rehearsal: true });
    await watch({ session, options, io, leave, hands });
    leaving.stop();
    await session.close();
    return exitCodes.ok;
  });
}
