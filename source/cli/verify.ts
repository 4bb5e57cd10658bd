import { access } from 'node:fs/promises';
import { JournalError } from '../journal/journal-error.ts';
import { CommandError } from './command-error.ts';
import { exitCodes } from './exit-codes.ts';
import { findEvents } from './find-run.ts';
import type { Io } from './io.ts';
import { withJournal } from './open-journal.ts';
import type { CommonOptions } from './settings.ts';
import { type RecordVerdict, verifyRecord } from './verify-record.ts';
import { verifyText } from './verify-text.ts';

export type VerifyOptions = CommonOptions & {
  readonly run: string;
  readonly head?: string | undefined;
  readonly allowedSigners?: string | undefined;
  readonly json: boolean;
};

/** `gonogo verify RUN`: whether the record is as gonogo wrote it, and who has signed it. */
export async function verify(options: VerifyOptions, io: Io): Promise<number> {
  await checkOptions(options);
  const verdict = await withJournal({ options, io }, (journal) =>
    unlessDamaged(io, async () => {
      const events = await findEvents(journal, options.run);
      const { head, allowedSigners } = options;
      return verifyRecord({ journal, events, run: events[0]?.run ?? '', head, allowedSigners });
    }),
  );
  if (verdict === undefined) return exitCodes.notIntact;
  io.out(options.json ? `${JSON.stringify(asData(verdict), null, 2)}\n` : verifyText(verdict));
  return verdict.problems.length === 0 ? exitCodes.ok : exitCodes.notIntact;
}

async function checkOptions({ head, allowedSigners }: VerifyOptions): Promise<void> {
  if (head !== undefined && !/^[0-9a-f]{8,64}$/i.test(head)) {
    throw new CommandError(
      exitCodes.usage,
      '--head takes the hash of an event, or at least its first 8 digits',
    );
  }
  if (allowedSigners === undefined) return;
  await access(allowedSigners).catch((cause: unknown) => {
    throw new CommandError(exitCodes.usage, `--allowed-signers: ${allowedSigners} can't be read`, { cause });
  });
}

/** What can't even be read was not left as it was. */
async function unlessDamaged(io: Io, work: () => Promise<RecordVerdict>): Promise<RecordVerdict | undefined> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof JournalError) || error.code !== 'corrupt') throw error;
    io.err(`${error.message}\n`);
    return undefined;
  }
}

function asData({ problems, ...verdict }: RecordVerdict): unknown {
  return { ...verdict, intact: problems.length === 0, problems };
}
