import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { findRun } from './find-run.ts';
import type { Io } from './io.ts';
import { type LoadedPlan, loadPlan } from './load-plan.ts';
import { withJournal } from './open-journal.ts';
import type { CommonOptions } from './settings.ts';

/** A plan by its file, or that of a run, as it was carried out. */
export async function planSource(
  name: string,
  { options, io }: { readonly options: CommonOptions; readonly io: Io },
): Promise<Pick<LoadedPlan, 'plan' | 'text'>> {
  if (existsSync(name) || /[./]/.test(name)) return loadPlan(name);
  return withJournal({ options, io }, async (journal) => {
    const { plan, created } = await findRun(journal, name);
    return { plan: { ...plan, file: resolve(created.planFile) }, text: created.planText };
  });
}
