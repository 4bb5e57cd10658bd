import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { createRehearsalExecutor } from '../../source/execute/rehearsal-executor.ts';
import { createMemoryJournal } from '../../source/journal/memory-journal.ts';
import { parsePlan } from '../../source/plan/parse-plan.ts';
import type { Plan } from '../../source/plan/plan.ts';
import type { Recorded } from '../../source/run/event.ts';
import type { Fault } from '../../source/run/fault.ts';
import type { RunState } from '../../source/run/state.ts';
import { createRun, scheduleFor } from '../../source/session/create-run.ts';
import { createLeapingClock } from '../../source/session/leaping-clock.ts';
import { openLive } from '../../source/session/live.ts';
import { jobFaults, peopleFaults } from '../../source/session/rehearsal-faults.ts';
import { type LengthOptions, rehearsalLengths } from '../../source/session/rehearsal-lengths.ts';
import { minute } from '../helpers/plan.ts';

export type Night = { readonly state: RunState; readonly history: readonly Recorded[] };

export type NightOptions = Partial<Omit<LengthOptions, 'plan' | 'faults'>> & {
  readonly plan: Plan;
  readonly faults?: readonly Fault[];
};

/** A whole rehearsal in memory by somebody who plays everybody, from eleven minutes before S. */
export async function rehearseNight({ plan, seed = 1, faults = [], ...more }: NightOptions): Promise<Night> {
  const clock = createLeapingClock({ from: plan.window.start - 11 * minute });
  const journal = createMemoryJournal();
  const by = 'Thomas';
  const { run } = await createRun({
    journal,
    plan,
    planText: '',
    planSha256: '',
    mode: 'rehearsal',
    schedule: scheduleFor(plan),
    seed,
    faults,
    by,
    host: 'here',
    tool: { version: '0', node: '0' },
    clock,
    random: () => 0.5,
  });
  const lengths = rehearsalLengths({ plan, seed, faults, ...more });
  const session = await openLive({
    kind: 'rehearsal',
    journal,
    run,
    plan,
    executor: createRehearsalExecutor({
      after: clock.after,
      now: clock.now,
      seed,
      durationOf: lengths.ofJob,
      fault: jobFaults(plan, faults),
    }),
    identity: { person: by, roles: plan.roles.map(({ id }) => id) },
    clock,
    wall: clock,
    host: 'here',
    pid: 1,
    autopilot: 'all',
    people: { patience: lengths.ofPeople, fails: peopleFaults(faults) },
  });
  const ended = Promise.withResolvers<void>();
  const look = () => {
    if (session.state().ended !== undefined) ended.resolve();
  };
  session.subscribe(look);
  look();
  const tooLate = clock.after(2 * 24 * 60 * minute, () =>
    ended.reject(new Error(`it never ends:\n${words(session.history())}`)),
  );
  try {
    await ended.promise;
    return { state: session.state(), history: session.history() };
  } finally {
    tooLate();
    await session.close();
  }
}

function words(history: readonly Recorded[]): string {
  return history
    .slice(-20)
    .map(({ at, event }) => `${new Date(at).toISOString()} ${JSON.stringify(event)}`)
    .join('\n');
}

/** A plan in a file of this project. */
export function readPlan(file: string): Plan {
  const text = readFileSync(resolve(import.meta.dirname, '../..', file), 'utf8');
  const parsed = parsePlan({ text, file });
  if (parsed.type !== 'parsed') throw new Error(`${file} has errors`);
  return parsed.plan;
}
