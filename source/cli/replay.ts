import { createWallClock } from '../session/clock.ts';
import { createLogBook } from '../session/log-book.ts';
import { openReplay } from '../session/replay.ts';
import { exitCodes } from './exit-codes.ts';
import { findRun } from './find-run.ts';
import type { Io } from './io.ts';
import { withJournal } from './open-journal.ts';
import { identityOf } from './run.ts';
import type { CommonOptions } from './settings.ts';
import { type WatchOptions, watch } from './watch.ts';

export type ReplayOptions = CommonOptions &
  WatchOptions & { readonly run: string; readonly speed?: number | undefined };

/** `gonogo replay RUN`: the window as it was, on the same screens. */
export async function replay(options: ReplayOptions, io: Io): Promise<number> {
  return withJournal({ options, io }, async (journal) => {
    const found = await findRun(journal, options.run);
    const session = openReplay({
      run: found.run,
      plan: found.plan,
      events: found.events,
      output: await journal.readOutput(found.run),
      identity: await identityOf({ plan: found.plan, options: {}, io }),
      logs: createLogBook({}),
      speed: options.speed ?? 1,
      wall: createWallClock(),
    });
    await watch({ session, options, io });
    await session.close();
    return exitCodes.ok;
  });
}
