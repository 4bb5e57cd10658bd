import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Journal } from '../journal/journal.ts';
import type { Plan } from '../plan/plan.ts';
import type { Usuals } from '../plan/usual.ts';
import { learnLengths } from '../session/learn-lengths.ts';
import type { FoundRun } from './find-run.ts';
import type { Io } from './io.ts';
import { withJournal } from './open-journal.ts';
import { type CommonOptions, journalFile } from './settings.ts';

/**
 * How long the steps of a plan took in the runs that are recorded here. Where there is no journal none is made, and
 * one that can't be read keeps nobody from checking a plan.
 */
export async function usualLengths({
  plan,
  options,
  io,
}: {
  /** Its `file` is as it was given. */
  readonly plan: Plan;
  readonly options: CommonOptions;
  readonly io: Io;
}): Promise<Usuals | undefined> {
  try {
    if (!existsSync(await journalFile(options, io))) return undefined;
    const planFile = resolve(plan.file);
    return await withJournal({ options, io }, (journal) => learnLengths({ journal, plan, planFile }));
  } catch {
    return undefined;
  }
}

/** How long the steps of this run usually take, by the others; nobody's night waits because that can't be read. */
export async function learned(
  journal: Pick<Journal, 'runs' | 'read'>,
  { run, plan, created }: Pick<FoundRun, 'run' | 'plan' | 'created'>,
): Promise<Usuals | undefined> {
  try {
    return await learnLengths({ journal, plan, planFile: created.planFile, except: run });
  } catch {
    return undefined;
  }
}
