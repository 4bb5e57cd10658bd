import { CommandError } from './command-error.ts';
import { type ConductOptions, conduct } from './conduct.ts';
import { exitCodes } from './exit-codes.ts';
import { findIntactRun } from './find-run.ts';
import type { Io } from './io.ts';
import { withJournal } from './open-journal.ts';
import { identityOf } from './run.ts';

/** `gonogo join RUN`: carries on a run that was left. */
export async function join(options: ConductOptions & { readonly run: string }, io: Io): Promise<number> {
  return withJournal({ options, io }, async (journal, file) => {
    const found = await findIntactRun(journal, options.run, file);
    if (found.events.some(({ event }) => event.type === 'run.ended')) {
      throw new CommandError(
        exitCodes.usage,
        `run ${found.run} has ended; gonogo replay ${found.run} shows it`,
      );
    }
    const identity = await identityOf({ plan: found.plan, options, io });
    return conduct({ journal, found, identity, options, io });
  });
}
