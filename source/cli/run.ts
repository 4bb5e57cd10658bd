import { existsSync } from 'node:fs';
import { realpath } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Journal } from '../journal/journal.ts';
import type { Plan } from '../plan/plan.ts';
import { formatMoment } from '../plan/zone.ts';
import type { Schedule } from '../run/facts.ts';
import { createWallClock } from '../session/clock.ts';
import { createRun, scheduleFor } from '../session/create-run.ts';
import type { Identity } from '../session/session.ts';
import { CommandError } from './command-error.ts';
import { type ConductOptions, conduct } from './conduct.ts';
import { exitCodes } from './exit-codes.ts';
import { type FoundRun, findIntactRun, findOpenRun } from './find-run.ts';
import type { Io } from './io.ts';
import { type LoadedPlan, loadPlan } from './load-plan.ts';
import { withJournal } from './open-journal.ts';
import { identityFor, journalFile, thisHost } from './settings.ts';
import { parseStart } from './start-time.ts';
import { toolVersion } from './version.ts';

export type RunOptions = ConductOptions & {
  readonly plan: string;
  readonly start?: string | undefined;
  readonly new?: boolean | undefined;
};

/** `gonogo run PLAN`: opens the plan's unfinished run, or begins one. */
export async function run(options: RunOptions, io: Io): Promise<number> {
  const loaded = await loadOrPoint(options, io);
  const identity = await identityOf({ plan: loaded.plan, options, io });
  return withJournal({ options, io }, async (journal, journalFile) => {
    const file = await realpath(options.plan);
    const beginning = await journal.hold(`plan ${file}`);
    if (beginning.type === 'taken') {
      throw new CommandError(
        exitCodes.usage,
        `process ${beginning.pid} is opening a run of this plan: try again`,
      );
    }
    const found = await openOrCreate({ journal, journalFile, loaded, file, identity, options, io }).finally(
      beginning.release,
    );
    return conduct({ journal, found, identity, options, io });
  });
}

/** A plan that was broken or removed after its run began: the run has its own text, and can go on. */
async function loadOrPoint(options: RunOptions, io: Io): Promise<LoadedPlan> {
  try {
    return await loadPlan(options.plan);
  } catch (error) {
    if (!(error instanceof CommandError) || !existsSync(await journalFile(options, io))) throw error;
    const file = await realpath(options.plan).catch(() => resolve(options.plan));
    const open = await withJournal({ options, io }, (journal) => findOpenRun(journal, file));
    if (open === undefined) throw error;
    const way = `run ${open.run} of this plan is open and keeps the text it began with: gonogo join ${open.run}`;
    throw new CommandError(error.code, `${error.message}\n${way}`);
  }
}

type Opening = {
  readonly journal: Journal;
  readonly journalFile: string;
  readonly loaded: LoadedPlan;
  readonly file: string;
  readonly identity: Identity;
  readonly options: RunOptions;
  readonly io: Io;
};

async function openOrCreate(opening: Opening): Promise<FoundRun> {
  const { journal, loaded, file, identity, options, io } = opening;
  const open = options.new === true ? undefined : await findOpenRun(journal, file);
  if (open !== undefined && options.start !== undefined) {
    const how = 'leave out --start to resume it, or give --new to begin another';
    throw new CommandError(exitCodes.usage, `run ${open.run} of this plan has not ended: ${how}`);
  }
  if (open === undefined) {
    const created = await createRun({
      journal,
      ...recordOf(loaded, file),
      mode: 'live',
      schedule: scheduleOf(loaded.plan, options.start),
      seed: undefined,
      by: identity.person,
      host: thisHost(),
      tool: toolVersion(),
      clock: createWallClock(),
    });
    return { ...created, plan: loaded.plan };
  }
  const found = await findIntactRun(journal, open.run, opening.journalFile);
  if (found.created.planSha256 !== loaded.sha256) {
    io.err(`The plan has changed since run ${open.run} began; the run keeps the text it began with.\n`);
  }
  return found;
}

export function recordOf({ plan, text, sha256 }: LoadedPlan, file: string): RecordedPlan {
  return { plan: { ...plan, file }, planText: text, planSha256: sha256 };
}

type RecordedPlan = { readonly plan: Plan; readonly planText: string; readonly planSha256: string };

export async function identityOf({
  plan,
  options,
  io,
}: {
  plan: Plan;
  options: ConductOptions;
  io: Io;
}): Promise<Identity> {
  const result = await identityFor({ options, plan, io });
  if (result.type === 'invalid') throw new CommandError(exitCodes.usage, result.message);
  return result.identity;
}

function scheduleOf(plan: Plan, start: string | undefined): Schedule {
  const now = createWallClock().now();
  const { closes, zone } = plan.window;
  if (start !== undefined) {
    const at = parseStart({ text: start, now, zone });
    if (at !== undefined) return scheduleFor(plan, at);
    throw new CommandError(
      exitCodes.usage,
      `--start ${start}: give now, +10m, -30m, 05:00, "2026-11-24 05:00" or a time with its offset`,
    );
  }
  if (now < closes) return scheduleFor(plan);
  throw new CommandError(
    exitCodes.usage,
    `the window of this plan closed at ${formatMoment(closes, zone)}; move it with --start (now, +10m, 05:00, ...)`,
  );
}
