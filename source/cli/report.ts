import { writeFile } from 'node:fs/promises';
import { verifyChain } from '../journal/hash-chain.ts';
import type { Journal } from '../journal/journal.ts';
import { type Plan, stepsOf } from '../plan/plan.ts';
import { safeLine } from '../plan/safe-text.ts';
import { reportOf } from '../report/model.ts';
import { createOutputDigest, type OutputExcerpt } from '../report/output-digest.ts';
import { recordOf } from '../report/record.ts';
import { type ReportFormat, writeReport } from '../report/write-report.ts';
import { CommandError } from './command-error.ts';
import { exitCodes } from './exit-codes.ts';
import { changedRecord, findRun } from './find-run.ts';
import type { Io } from './io.ts';
import { lastRehearsal } from './last-rehearsal.ts';
import { withJournal } from './open-journal.ts';
import type { CommonOptions } from './settings.ts';
import { toolVersion } from './version.ts';

export type ReportOptions = CommonOptions & {
  readonly run: string;
  /** A file, or `-` for standard output. */
  readonly output?: string | undefined;
  readonly format: ReportFormat;
};

/** `gonogo report RUN`: the run as one file for those who were not there. */
export async function report(options: ReportOptions, io: Io): Promise<number> {
  return withJournal({ options, io }, async (journal) => {
    const found = await findRun(journal, options.run);
    const changed = changedRecord(found);
    if (changed !== undefined) io.err(`${changed}\n`);
    const made = reportOf({
      record: recordOf(found),
      chain: verifyChain(found.events),
      output: await outputOf(journal, found.run, found.plan),
      rehearsal: await lastRehearsal(journal, found),
      version: toolVersion().version,
    });
    const text = writeReport(made, options.format);
    const file = options.output ?? `gonogo-${found.run}.${options.format}`;
    if (file === '-') {
      io.out(text);
      await io.drain();
    } else {
      await write(file, text);
      io.err(`Wrote ${safeLine(file)}\n`);
    }
    return exitCodes.ok;
  });
}

/** Step after step and piece by piece: all of a night's output could be more than memory holds. */
async function outputOf(journal: Journal, run: string, plan: Plan): Promise<readonly OutputExcerpt[]> {
  const digest = createOutputDigest();
  for (const { id } of stepsOf(plan)) {
    for await (const chunk of journal.walkOutput(run, { step: id })) digest.add(chunk);
  }
  return digest.end();
}

async function write(file: string, text: string): Promise<void> {
  try {
    await writeFile(file, text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new CommandError(exitCodes.storage, `the report could not be written: ${safeLine(reason)}`);
  }
}
