import type { Journal } from '../../source/journal/journal.ts';
import { createMemoryJournal } from '../../source/journal/memory-journal.ts';
import type { Plan } from '../../source/plan/plan.ts';
import type { Command } from '../../source/run/command.ts';
import type { Sign } from '../../source/session/checkpoints.ts';
import { createManualClock, type ManualClock } from '../../source/session/clock.ts';
import { createRun, scheduleFor } from '../../source/session/create-run.ts';
import { openLive } from '../../source/session/live.ts';
import type { Session } from '../../source/session/session.ts';
import { createFakeExecutor, type FakeExecutor } from '../helpers/fake-executor.ts';
import { makePlan, minute, sh, start } from '../helpers/plan.ts';

export const by = 'Thomas';
export const plan = makePlan({
  main: [
    { id: 'stop', actions: [sh(['web1', 'web2']), sh([], { index: 1 })] },
    { id: 'deploy', offset: 5 * minute, after: ['stop'], actions: [sh(['web1'])], auto: true },
  ],
  fallback: [{ id: 'back' }],
});

export type Bench = {
  readonly journal: Journal;
  readonly run: string;
  readonly clock: ManualClock;
  readonly executor: FakeExecutor;
  readonly session: Session;
  readonly types: () => readonly string[];
};

/** A live session in memory: the real journal, recorder and conductor, and an executor that does as it is told. */
export async function open(
  options: {
    plan?: Plan;
    journal?: Journal;
    run?: string;
    roles?: readonly string[];
    now?: number;
    first?: readonly Command[];
    sign?: Sign;
    secretsIn?: (text: string) => readonly string[];
  } = {},
): Promise<Bench> {
  const clock = createManualClock(options.now ?? start);
  const executor = createFakeExecutor();
  const used = options.plan ?? plan;
  const journal = options.journal ?? createMemoryJournal();
  const run =
    options.run ??
    (
      await createRun({
        journal,
        plan: used,
        planText: '',
        planSha256: '',
        mode: 'live',
        schedule: scheduleFor(used),
        seed: undefined,
        by,
        host: 'here',
        tool: { version: '0', node: '0' },
        clock,
        random: () => 0.5,
      })
    ).run;
  const session = await openLive({
    kind: 'live',
    journal,
    run,
    plan: used,
    executor,
    identity: { person: by, roles: options.roles ?? ['programmer', 'qc', 'dba'] },
    clock,
    wall: clock,
    host: 'here',
    pid: 1,
    autopilot: 'plan',
    ...(options.first === undefined ? {} : { first: options.first }),
    sign: options.sign,
    secretsIn: options.secretsIn,
  });
  return {
    journal,
    run,
    clock,
    executor,
    session,
    types: () => session.history().map(({ event }) => event.type),
  };
}

export const ok = { type: 'exited', code: 0 } as const;

/** Until the promises in between have settled. */
export async function settled(done: () => boolean | Promise<boolean>): Promise<void> {
  for (let turns = 0; turns < 500; turns += 1) {
    if (await done()) return;
    await idle();
  }
  throw new Error('it did not come to that');
}

export function idle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
