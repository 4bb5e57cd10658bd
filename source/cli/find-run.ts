import type { Journal, RunSummary } from '../journal/journal.ts';
import type { Plan } from '../plan/plan.ts';
import type { CreatedRun } from '../session/create-run.ts';
import { CommandError } from './command-error.ts';
import { exitCodes } from './exit-codes.ts';
import { parseOrThrow } from './load-plan.ts';

export type FoundRun = CreatedRun & { readonly plan: Plan };

/** A run by its id, in any case of letters, or `last`. */
export async function findRun(journal: Journal, id: string): Promise<FoundRun> {
  const runs = await journal.runs();
  const wanted = id.toUpperCase();
  const summary = id === 'last' ? runs[0] : runs.find(({ run }) => run === wanted);
  if (summary === undefined) throw new CommandError(exitCodes.usage, noSuchRun(id, runs));
  const events = await journal.read(summary.run);
  const created = events[0]?.event;
  if (created?.type !== 'run.created')
    throw new CommandError(exitCodes.storage, `run ${id} has no beginning`);
  return { run: summary.run, plan: parseOrThrow(created.planText, created.planFile), created, events };
}

/** The newest run of this plan that has not ended. */
export async function findOpenRun(journal: Journal, planFile: string): Promise<RunSummary | undefined> {
  const runs = await journal.runs();
  return runs.find((run) => run.mode === 'live' && run.endedAt === undefined && run.planFile === planFile);
}

function noSuchRun(id: string, runs: readonly RunSummary[]): string {
  if (runs.length === 0) return `no run ${id}: the journal is empty`;
  const some = runs.slice(0, 5).map(({ run }) => run);
  return `no run ${id}; the newest are ${some.join(', ')} (gonogo runs lists them)`;
}
