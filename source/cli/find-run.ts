import { verifyChain } from '../journal/hash-chain.ts';
import type { Journal, RunSummary, StoredEvent } from '../journal/journal.ts';
import { JournalError } from '../journal/journal-error.ts';
import type { Plan } from '../plan/plan.ts';
import { suggest } from '../plan/suggest.ts';
import type { CreatedRun } from '../session/create-run.ts';
import { CommandError } from './command-error.ts';
import { exitCodes } from './exit-codes.ts';
import { parseOrThrow } from './load-plan.ts';

export type FoundRun = CreatedRun & { readonly plan: Plan };

/** A run by its id, in any case of letters, or `last`. */
export async function findRun(journal: Journal, id: string): Promise<FoundRun> {
  return withPlan(await findRecord(journal, id));
}

/**
 * A run to go on with, or to replay: nothing is built on a record that was changed. Throws a JournalError then.
 * @param file where the journal is kept, for the message
 */
export async function findIntactRun(journal: Journal, id: string, file: string): Promise<FoundRun> {
  const record = await findRecord(journal, id);
  const changed = changedRecord(record);
  if (changed === undefined) return withPlan(record);
  const message = `${changed}: keep a copy of ${file}; gonogo status and gonogo log still show what it holds`;
  throw new JournalError({ code: 'corrupt', file, message });
}

/** What doesn't fit in the run's chain of hashes; undefined for a record as it was written. */
export function changedRecord({ run, events }: CreatedRun): string | undefined {
  const verdict = verifyChain(events);
  if (verdict.type === 'intact') return undefined;
  return `the record of run ${run} is not as gonogo wrote it: ${verdict.reason}`;
}

/** The newest run of this plan that has not ended. */
export async function findOpenRun(journal: Journal, planFile: string): Promise<RunSummary | undefined> {
  const runs = await journal.runs();
  return runs.find((run) => run.mode === 'live' && run.endedAt === undefined && run.planFile === planFile);
}

/** Every run has its events; what they say may no longer be understood. */
export async function findEvents(journal: Journal, id: string): Promise<readonly StoredEvent[]> {
  // A run that lost its first event is in no list.
  const events = id === 'last' ? [] : await journal.read(id.toUpperCase());
  return events.length > 0 ? events : (await findRecord(journal, id)).events;
}

async function findRecord(journal: Journal, id: string): Promise<CreatedRun> {
  const runs = await journal.runs();
  const wanted = id.toUpperCase();
  const summary = id === 'last' ? runs[0] : runs.find(({ run }) => run === wanted);
  if (summary === undefined) throw new CommandError(exitCodes.usage, noSuchRun(id, runs));
  const events = await journal.read(summary.run);
  const created = events[0]?.event;
  if (created?.type !== 'run.created')
    throw new CommandError(exitCodes.storage, `run ${id} has no beginning`);
  return { run: summary.run, created, events };
}

function withPlan(record: CreatedRun): FoundRun {
  return { ...record, plan: parseOrThrow(record.created.planText, record.created.planFile) };
}

function noSuchRun(id: string, runs: readonly RunSummary[]): string {
  if (runs.length === 0) return `no run ${id}: the journal is empty`;
  const near = suggest(
    id,
    runs.map(({ run }) => run),
  );
  if (near !== undefined) return `no run ${id}; did you mean ${near}? (gonogo runs lists them)`;
  const some = runs.slice(0, 5).map(({ run }) => run);
  return `no run ${id}; the newest are ${some.join(', ')} (gonogo runs lists them)`;
}
