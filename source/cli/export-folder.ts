import { appendFile, mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { checkpointsOf, checkpointText } from '../journal/checkpoint.ts';
import type { Journal } from '../journal/journal.ts';
import { type Step, stepsOf } from '../plan/plan.ts';
import { createStepLogs, type LogFile, type LogPiece, logFolderOf } from '../report/export-logs.ts';
import { CommandError } from './command-error.ts';
import { exitCodes } from './exit-codes.ts';
import type { FoundRun } from './find-run.ts';
import { writing } from './write-text.ts';

export type LogsExport = {
  readonly journal: Journal;
  readonly found: FoundRun;
  /** Every step where it is missing. */
  readonly step: Step | undefined;
  readonly host: string | undefined;
  readonly folder: string;
};

/** A folder a step, a file a host and stream, and an index of them all. Gives the number of files. */
export async function exportLogs({ journal, found, step, host, folder }: LogsExport): Promise<number> {
  await newFolder(folder);
  const index: IndexEntry[] = [];
  for (const each of step === undefined ? stepsOf(found.plan) : [step]) {
    const path = logFolderOf(each);
    const logs = createStepLogs();
    const writer = createWriter(join(folder, path));
    for await (const chunk of journal.walkOutput(found.run, { step: each.id, target: host })) {
      await writer.take(logs.add(chunk));
    }
    await writer.take(logs.end());
    await writer.end();
    index.push(...logs.files().map((file) => entryOf({ step: each, path, file })));
  }
  const about = { run: found.run, title: found.plan.title, files: index };
  await writing(() => writeFile(join(folder, 'index.json'), `${JSON.stringify(about, null, 2)}\n`));
  return index.length;
}

/** Every signed checkpoint as a text and its signature, for ssh-keygen. Gives their number. */
export async function exportCheckpoints(found: FoundRun, folder: string): Promise<number> {
  const checkpoints = checkpointsOf(found.events);
  if (checkpoints.length === 0) return 0;
  await newFolder(folder);
  for (const checkpoint of checkpoints) {
    const file = join(folder, `checkpoint-${checkpoint.seq}`);
    await writing(() => writeFile(file, checkpointText(checkpoint)));
    await writing(() => writeFile(`${file}.sig`, checkpoint.signed.signature));
  }
  return checkpoints.length;
}

async function newFolder(folder: string): Promise<void> {
  await writing(() => mkdir(folder, { recursive: true }));
  if ((await writing(() => readdir(folder))).length > 0) {
    throw new CommandError(exitCodes.usage, `${folder} is not empty: name a new folder with -o`);
  }
}

type IndexEntry = ReturnType<typeof entryOf>;

function entryOf({
  step,
  path,
  file,
}: {
  readonly step: Step;
  readonly path: string;
  readonly file: LogFile;
}) {
  const { name, from, until, ...facts } = file;
  const isoOf = (at: number) => new Date(at).toISOString();
  return {
    file: `${path}/${name}`,
    step: step.id,
    title: step.title,
    ...facts,
    from: isoOf(from),
    until: isoOf(until),
  };
}

/** Collects what belongs to a file: hundreds of hosts write a little at a time. */
function createWriter(folder: string) {
  const pending = new Map<string, string>();
  let made = false;
  const flush = async (name: string, text: string): Promise<void> => {
    if (!made) await writing(() => mkdir(folder));
    made = true;
    pending.delete(name);
    await writing(() => appendFile(join(folder, name), text));
  };
  return {
    take: async (pieces: readonly LogPiece[]): Promise<void> => {
      for (const { name, text } of pieces) {
        const all = (pending.get(name) ?? '') + text;
        pending.set(name, all);
        if (all.length > blockLength) await flush(name, all);
      }
    },
    end: async (): Promise<void> => {
      for (const [name, text] of [...pending]) await flush(name, text);
    },
  };
}

const blockLength = 1 << 16;
