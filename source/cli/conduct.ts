import type { Executor } from '../execute/executor.ts';
import { createRehearsalExecutor } from '../execute/rehearsal-executor.ts';
import { createWorld } from '../execute/world.ts';
import type { Journal } from '../journal/journal.ts';
import { findStep } from '../run/select.ts';
import { loudOutcome } from '../run/words.ts';
import { type Clock, createScaledClock, createWallClock } from '../session/clock.ts';
import { openLive } from '../session/live.ts';
import { createLogBook } from '../session/log-book.ts';
import type { Identity } from '../session/session.ts';
import { CommandError } from './command-error.ts';
import { exitCodeOf, exitCodes } from './exit-codes.ts';
import type { FoundRun } from './find-run.ts';
import type { Io } from './io.ts';
import { leaveSignals } from './leave-signals.ts';
import { type CommonOptions, sshConfigFile, thisHost } from './settings.ts';
import { isScreen, type WatchOptions, watch } from './watch.ts';

export type ConductOptions = CommonOptions &
  WatchOptions & {
    /** Only for rehearsals. */
    readonly speed?: number | undefined;
    /** Also from a holder on another machine, which nobody can look at from here. */
    readonly takeOver?: boolean | undefined;
  };

export type Conduct = {
  readonly journal: Journal;
  readonly found: FoundRun;
  readonly identity: Identity;
  readonly options: ConductOptions;
  readonly io: Io;
};

/** Opens a run at this keyboard, carries it on until it ends or the person leaves, and gives the exit code. */
export async function conduct(work: Conduct): Promise<number> {
  const { journal, found, options, io } = work;
  if (options.speed !== undefined && !(options.speed >= 0.1 && options.speed <= 3600)) {
    throw new CommandError(exitCodes.usage, '--speed takes a number from 0.1 to 3600');
  }
  const hold = await journal.hold(found.run, { takeOver: options.takeOver === true });
  if (hold.type === 'taken') throw new CommandError(exitCodes.usage, takenMessage(found.run, hold));
  try {
    const outcome = await watched(work);
    if (outcome !== 'left') {
      // The screens are gone with all they said; lines have said it already.
      if (isScreen(options, io)) io.err(`Run ${found.run} ended: ${loudOutcome(outcome)}\n`);
      return exitCodeOf(outcome);
    }
    io.err(`Run ${found.run} is still open. Come back with: gonogo join ${found.run}\n`);
    return exitCodes.leftRunning;
  } finally {
    await hold.release();
  }
}

function takenMessage(run: string, { pid, host }: { readonly pid: number; readonly host: string }): string {
  const text = `run ${run} is open in another terminal (process ${pid} on ${host})`;
  return host === thisHost() ? text : `${text}; if that machine is gone for good, give --take-over`;
}

async function watched(work: Conduct): ReturnType<typeof watch> {
  const { journal, found, identity, options, io } = work;
  const kind = found.created.mode;
  const clock = kind === 'live' ? createWallClock() : rehearsalClock(work);
  const sshConfig = sshConfigFile(options, io, found.events);
  // Whoever plays everybody sits in everybody's place.
  const automatic = kind === 'rehearsal' && options.auto === true;
  const session = await openLive({
    kind,
    journal,
    run: found.run,
    plan: found.plan,
    executor: kind === 'live' ? world(work, sshConfig) : rehearsal(work, clock),
    identity: automatic ? { ...identity, roles: found.plan.roles.map(({ id }) => id) } : identity,
    clock,
    logs: createLogBook({}),
    host: thisHost(),
    pid: process.pid,
    sshConfig,
    autopilot: automatic ? 'all' : 'plan',
  });
  const leaving = leaveSignals();
  try {
    const outcome = await watch({ session, options, io, leave: leaving.signal });
    return session.state().ended?.outcome ?? outcome;
  } finally {
    await session.close();
    leaving.stop();
    const trouble = session.trouble();
    if (trouble !== undefined) io.err(`What came last is missing from the record: ${trouble}\n`);
  }
}

function world({ found, io }: Conduct, sshConfig: string | undefined): Executor {
  return createWorld({ plan: found.plan, sshConfig, env: io.env });
}

function rehearsal({ found }: Conduct, clock: Clock): Executor {
  return createRehearsalExecutor({
    after: clock.after,
    now: clock.now,
    seed: found.created.seed ?? 1,
    durationOf: (job) => {
      const step = findStep(found, job.step);
      return step === undefined ? 0 : step.duration / step.actions.length;
    },
  });
}

/** Goes on from the last recorded moment, as if no time had passed while nobody was there. */
function rehearsalClock({ found, options }: Conduct): Clock {
  const from = found.events.at(-1)?.at ?? found.created.schedule.opens;
  return createScaledClock({ from, speed: options.speed ?? defaultSpeed });
}

const defaultSpeed = 60;
