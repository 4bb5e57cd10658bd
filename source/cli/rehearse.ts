import { resolve } from 'node:path';
import { type Plan, stepsOf } from '../plan/plan.ts';
import { createScaledClock } from '../session/clock.ts';
import { createRun, scheduleFor } from '../session/create-run.ts';
import { CommandError } from './command-error.ts';
import { type ConductOptions, checkSpeed, conduct } from './conduct.ts';
import { exitCodes } from './exit-codes.ts';
import { type FaultOptions, faultsOf } from './faults.ts';
import type { Io } from './io.ts';
import { loadPlan } from './load-plan.ts';
import { withJournal } from './open-journal.ts';
import { identityOf, recordOf } from './run.ts';
import { thisHost } from './settings.ts';
import { toolVersion } from './version.ts';

export type RehearseOptions = ConductOptions &
  FaultOptions & {
    readonly plan: string;
    readonly seed?: number | undefined;
  };

/** `gonogo rehearse PLAN`: the same run with a faster clock and an executor that touches nothing. */
export async function rehearse(options: RehearseOptions, io: Io): Promise<number> {
  if (options.json === true && options.auto !== true) {
    throw new CommandError(exitCodes.usage, '--json is for rehearsals that need no person: give --auto, too');
  }
  checkSpeed(options);
  const loaded = await loadPlan(options.plan);
  const faults = faultsOf(loaded.plan, options);
  const identity = await identityOf({ plan: loaded.plan, options, io });
  return withJournal({ options, io }, async (journal) => {
    const run = await createRun({
      journal,
      ...recordOf(loaded, resolve(options.plan)),
      mode: 'rehearsal',
      schedule: scheduleFor(loaded.plan),
      seed: options.seed ?? 1,
      faults: faults.length === 0 ? undefined : faults,
      by: identity.person,
      host: thisHost(),
      tool: toolVersion(),
      clock: createScaledClock({ from: beginning(loaded.plan), speed: 1 }),
    });
    return conduct({ journal, found: { ...run, plan: loaded.plan }, identity, options, io });
  });
}

/** A minute before the first step is due. */
function beginning(plan: Plan): number {
  const offsets = stepsOf(plan).flatMap(({ anchor, offset }) =>
    anchor === 'S' && offset !== undefined ? [offset] : [],
  );
  return plan.window.start + (offsets.length === 0 ? 0 : Math.min(...offsets)) - 60_000;
}
