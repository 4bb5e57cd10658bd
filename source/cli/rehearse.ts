import { resolve } from 'node:path';
import { type Plan, stepsOf } from '../plan/plan.ts';
import { createScaledClock } from '../session/clock.ts';
import { createRun, scheduleFor } from '../session/create-run.ts';
import { type ConductOptions, conduct } from './conduct.ts';
import type { Io } from './io.ts';
import { loadPlan } from './load-plan.ts';
import { withJournal } from './open-journal.ts';
import { identityOf, recordOf } from './run.ts';
import { thisHost } from './settings.ts';
import { toolVersion } from './version.ts';

export type RehearseOptions = ConductOptions & {
  readonly plan: string;
  readonly seed?: number | undefined;
};

/** `gonogo rehearse PLAN`: the same run with a faster clock and an executor that touches nothing. */
export async function rehearse(options: RehearseOptions, io: Io): Promise<number> {
  const loaded = await loadPlan(options.plan);
  const identity = await identityOf({ plan: loaded.plan, options, io });
  return withJournal({ options, io }, async (journal) => {
    const run = await createRun({
      journal,
      ...recordOf(loaded, resolve(options.plan)),
      mode: 'rehearsal',
      schedule: scheduleFor(loaded.plan),
      seed: options.seed ?? 1,
      by: identity.person,
      host: thisHost(),
      tool: toolVersion(),
      clock: createScaledClock({ from: beginning(loaded.plan), speed: 1 }),
    });
    return conduct({ journal, found: { ...run, plan: loaded.plan }, identity, options, io });
  });
}

/** A minute before the first step is due, and not after the window opens. */
function beginning(plan: Plan): number {
  const offsets = stepsOf(plan)
    .filter(({ anchor }) => anchor === 'S')
    .map(({ offset }) => plan.window.start + (offset ?? 0));
  return Math.min(plan.window.opens, ...offsets) - 60_000;
}
