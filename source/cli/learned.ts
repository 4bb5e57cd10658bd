import type { Journal } from '../journal/journal.ts';
import type { Usuals } from '../plan/usual.ts';
import { learnLengths } from '../session/learn-lengths.ts';
import type { FoundRun } from './find-run.ts';

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
