import { createInterface } from 'node:readline/promises';
import type { RunSummary } from '../journal/journal.ts';
import { safeLine } from '../plan/safe-text.ts';
import { formatDate, formatTime } from '../plan/zone.ts';
import { exitCodes } from './exit-codes.ts';
import type { Io } from './io.ts';
import { join } from './join.ts';
import { withJournal } from './open-journal.ts';
import type { CommonOptions } from './settings.ts';
import { isScreen } from './watch.ts';

export type RunsOptions = CommonOptions & { readonly json: boolean };

/** `gonogo runs`: lists the runs; on a terminal offers to go on with the one that is open. */
export async function runs(options: RunsOptions, io: Io): Promise<number> {
  const list = await withJournal({ options, io }, (journal) => journal.runs());
  if (options.json) {
    io.out(`${JSON.stringify(list, null, 2)}\n`);
    return exitCodes.ok;
  }
  if (list.length === 0) {
    io.err('No runs yet. gonogo run PLAN begins one, gonogo rehearse PLAN rehearses it.\n');
    return exitCodes.ok;
  }
  for (const run of list) io.out(`${line(run)}\n`);
  const open = list.filter(({ mode, endedAt }) => mode === 'live' && endedAt === undefined);
  const [only] = open;
  if (only === undefined || open.length > 1 || !isScreen({}, io)) return exitCodes.ok;
  return (await agrees(`Run ${only.run} is open. Go on with it now? [y/N] `, io))
    ? join({ ...options, run: only.run }, io)
    : exitCodes.ok;
}

function line(run: RunSummary): string {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const began = `${formatDate(run.createdAt, zone)} ${formatTime(run.createdAt, zone)}`;
  const end = run.outcome ?? 'open';
  return `${run.run}  ${run.mode.padEnd(9)}  ${began}  ${end.padEnd(24)}  ${safeLine(run.title)}`;
}

async function agrees(question: string, io: Io): Promise<boolean> {
  const prompt = createInterface({ input: io.stdin, output: io.stdout });
  try {
    return /^y(es)?$/i.test((await prompt.question(question)).trim());
  } finally {
    prompt.close();
  }
}
