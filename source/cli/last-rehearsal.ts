import type { Journal } from '../journal/journal.ts';
import { JournalError } from '../journal/journal-error.ts';
import { type RunRecord, recordOf } from '../report/record.ts';
import { isFamily } from '../session/learn-lengths.ts';
import { CommandError } from './command-error.ts';
import { changedRecord, type FoundRun, findRun } from './find-run.ts';

/**
 * The newest rehearsal of the plan's family that was over when this run began; undefined where there is none, or where
 * none can be read as it was written.
 */
export async function lastRehearsal(journal: Journal, found: FoundRun): Promise<RunRecord | undefined> {
  const { run, plan, created } = found;
  const isOfFamily = isFamily({ plan, planFile: created.planFile, except: run });
  const began = found.events[0]?.wall ?? 0;
  const runs = (await journal.runs()).filter(
    (summary) => summary.mode === 'rehearsal' && (summary.endedAt ?? Number.POSITIVE_INFINITY) <= began,
  );
  for (const summary of runs.filter(isOfFamily)) {
    const record = await readable(journal, summary.run);
    if (record !== undefined) return record;
  }
  return undefined;
}

async function readable(journal: Journal, run: string): Promise<RunRecord | undefined> {
  try {
    const found = await findRun(journal, run);
    return changedRecord(found) === undefined ? recordOf(found) : undefined;
  } catch (error) {
    // A damaged record, or a plan that was written for an older gonogo: the report stands without it.
    if (error instanceof CommandError || (error instanceof JournalError && error.code === 'corrupt'))
      return undefined;
    throw error;
  }
}
