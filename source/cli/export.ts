import { canonicalJson } from '../journal/canonical-json.ts';
import type { Journal } from '../journal/journal.ts';
import { safeLine } from '../plan/safe-text.ts';
import { CommandError } from './command-error.ts';
import { exitCodes } from './exit-codes.ts';
import { castOf } from './export-cast.ts';
import { exportCheckpoints, exportLogs } from './export-folder.ts';
import { screenCastOf } from './export-screen.ts';
import { changedRecord, type FoundRun, findRun } from './find-run.ts';
import { findTheStep } from './find-step.ts';
import type { Io } from './io.ts';
import { withJournal } from './open-journal.ts';
import type { CommonOptions } from './settings.ts';
import { writeText } from './write-text.ts';

export type ExportOptions = CommonOptions & {
  readonly run: string;
  readonly format: 'asciicast' | 'asciicast-v3' | 'jsonl' | 'logs' | 'checkpoints';
  /** A file, `-` for standard output, or a folder for what is more than one file. */
  readonly output?: string | undefined;
  readonly step?: string | undefined;
  readonly host?: string | undefined;
  /** The screens instead of what steps wrote; only as a recording. */
  readonly screen?: boolean | undefined;
};

/** `gonogo export RUN`: a run for other programs. What hosts wrote comes sanitised. */
export async function exportRun(options: ExportOptions, io: Io): Promise<number> {
  const folder = checkOptions(options);
  return withJournal({ options, io }, async (journal) => {
    const found = await findRun(journal, options.run);
    const changed = changedRecord(found);
    if (changed !== undefined) io.err(`${changed}\n`);
    if (folder === undefined) await exportFile({ journal, found, options, io });
    else io.err(`${await exportFolder({ journal, found, options, folder })}\n`);
    return exitCodes.ok;
  });
}

/** The folder, where one is needed. */
function checkOptions({ format, output, step, host, screen }: ExportOptions): string | undefined {
  const events = format === 'jsonl' || format === 'checkpoints';
  if (events && (step !== undefined || host !== undefined)) {
    throw new CommandError(
      exitCodes.usage,
      `--format ${format} is of the whole run: leave out --step and --host`,
    );
  }
  if (screen === true && (events || format === 'logs' || step !== undefined || host !== undefined)) {
    throw new CommandError(exitCodes.usage, '--screen records the screens of the whole run, as an asciicast');
  }
  if (format !== 'logs' && format !== 'checkpoints') return undefined;
  if (output !== undefined && output !== '-') return output;
  throw new CommandError(exitCodes.usage, `--format ${format} writes a folder: name it with -o`);
}

type Export = { readonly journal: Journal; readonly found: FoundRun; readonly options: ExportOptions };

async function exportFile({ journal, found, options, io }: Export & { readonly io: Io }): Promise<void> {
  const { output: file, format, step: name, host } = options;
  if (format === 'jsonl') {
    // With its keys in order: whoever reads it can recompute the hashes from it.
    return writeText(
      found.events.map((event) => `${canonicalJson(event)}\n`),
      { file, io },
    );
  }
  const version = format === 'asciicast' ? 2 : 3;
  if (options.screen === true)
    return writeText(await screenCastOf({ journal, found, version }), { file, io });
  const step = name === undefined ? undefined : findTheStep(found, name);
  return writeText(castOf({ journal, found, step, host, version }), { file, io });
}

/** What to tell the person. */
async function exportFolder({ journal, found, options, folder }: Export & { readonly folder: string }) {
  const { format, step, host } = options;
  const where = safeLine(folder);
  if (format === 'checkpoints') {
    const count = await exportCheckpoints(found, folder);
    if (count === 0) return `The record of run ${found.run} is not signed: ${where} stays as it was.`;
    return `Wrote ${where}; check a checkpoint with: ssh-keygen -Y verify -n gonogo -f ALLOWED_SIGNERS -I NAME -s FILE.sig < FILE`;
  }
  const only = step === undefined ? undefined : findTheStep(found, step);
  const count = await exportLogs({ journal, found, step: only, host, folder });
  return `Wrote ${where}: ${count === 1 ? '1 file' : `${count} files`} and index.json`;
}
