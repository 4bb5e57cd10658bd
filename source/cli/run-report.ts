import { verifyChain } from '../journal/hash-chain.ts';
import type { Journal } from '../journal/journal.ts';
import { type Plan, stepsOf } from '../plan/plan.ts';
import { type Report, reportOf } from '../report/model.ts';
import { createOutputDigest, type OutputExcerpt } from '../report/output-digest.ts';
import { recordOf } from '../report/record.ts';
import { type ReportFormat, writeReport } from '../report/write-report.ts';
import { type FoundRun, findRun } from './find-run.ts';
import { lastRehearsal } from './last-rehearsal.ts';
import { toolVersion } from './version.ts';

/** All that the journal has to tell of a run, ended or not. */
export async function runReport(journal: Journal, found: FoundRun): Promise<Report> {
  return reportOf({
    record: recordOf(found),
    chain: verifyChain(found.events),
    output: await outputOf(journal, found.run, found.plan),
    rehearsal: await lastRehearsal(journal, found),
    version: toolVersion().version,
  });
}

/** The page as it can be written now, under the name of its file. */
export async function reportSoFar(journal: Journal, run: string) {
  const report = await runReport(journal, await findRun(journal, run));
  return { name: reportFile(run, 'html'), html: writeReport(report, 'html') };
}

export function reportFile(run: string, format: ReportFormat): string {
  return `gonogo-${run}.${format}`;
}

/** Step after step and piece by piece: all of a night's output could be more than memory holds. */
async function outputOf(journal: Journal, run: string, plan: Plan): Promise<readonly OutputExcerpt[]> {
  const digest = createOutputDigest();
  for (const { id } of stepsOf(plan)) {
    for await (const chunk of journal.walkOutput(run, { step: id })) digest.add(chunk);
  }
  return digest.end();
}
