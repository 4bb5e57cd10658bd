import type { Journal, StoredEvent } from '../journal/journal.ts';
import { newRunId } from '../journal/run-id.ts';
import type { Plan } from '../plan/plan.ts';
import type { RunEvent } from '../run/event.ts';
import type { RunMode, Schedule } from '../run/facts.ts';
import type { Fault } from '../run/fault.ts';
import { type Clock, chance } from './clock.ts';

export type CreateRunOptions = {
  readonly journal: Journal;
  readonly plan: Plan;
  readonly planText: string;
  readonly planSha256: string;
  readonly mode: RunMode;
  readonly schedule: Schedule;
  readonly seed: number | undefined;
  readonly faults?: readonly Fault[] | undefined;
  readonly by: string;
  readonly host: string;
  readonly tool: { readonly version: string; readonly node: string };
  readonly clock: Clock;
  readonly random?: () => number;
};

export type CreatedRun = {
  readonly run: string;
  readonly created: Extract<RunEvent, { type: 'run.created' }>;
  readonly events: readonly StoredEvent[];
};

/** Records a new run. */
export async function createRun(options: CreateRunOptions): Promise<CreatedRun> {
  const { journal, plan, planText, planSha256, mode, schedule, seed, faults, by, host, tool, clock } =
    options;
  const event: CreatedRun['created'] = {
    type: 'run.created',
    mode,
    planFile: plan.file,
    planText,
    planSha256,
    schedule,
    seed,
    faults,
    tool,
    host,
    by,
  };
  for (let tries = 0; tries < maxTries; tries += 1) {
    const run = newRunId(options.random ?? chance);
    const result = await journal.append(run, 0, [{ at: clock.now(), event }]);
    if (result.type === 'appended') return { run, created: event, events: result.events };
  }
  throw new Error('no free run id was found');
}

const maxTries = 50;

/** The plan's own times, or all of them moved so that S falls on `start`. */
export function scheduleFor(plan: Plan, start: number = plan.window.start): Schedule {
  const shift = start - plan.window.start;
  const { opens, closes, zone } = plan.window;
  return { start, opens: opens + shift, closes: closes + shift, zone };
}
