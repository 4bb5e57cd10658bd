import { writeFile } from 'node:fs/promises';
import { safeLine } from '../plan/safe-text.ts';
import { type ReportFormat, writeReport } from '../report/write-report.ts';
import { CommandError } from './command-error.ts';
import { exitCodes } from './exit-codes.ts';
import { changedRecord, findRun } from './find-run.ts';
import type { Io } from './io.ts';
import { withJournal } from './open-journal.ts';
import { reportFile, runReport } from './run-report.ts';
import type { CommonOptions } from './settings.ts';

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
    const text = writeReport(await runReport(journal, found), options.format);
    const file = options.output ?? reportFile(found.run, options.format);
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

async function write(file: string, text: string): Promise<void> {
  try {
    await writeFile(file, text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new CommandError(exitCodes.storage, `the report could not be written: ${safeLine(reason)}`);
  }
}
