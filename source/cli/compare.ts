import type { Journal } from '../journal/journal.ts';
import { compareRuns } from '../report/compare.ts';
import { comparisonData } from '../report/comparison-data.ts';
import { comparisonText } from '../report/comparison-text.ts';
import { jsonText } from '../report/json-text.ts';
import { type RunRecord, recordOf } from '../report/record.ts';
import { exitCodes } from './exit-codes.ts';
import { changedRecord, findRun } from './find-run.ts';
import type { Io } from './io.ts';
import { withJournal } from './open-journal.ts';
import type { CommonOptions } from './settings.ts';

export type CompareOptions = CommonOptions & {
  readonly a: string;
  readonly b: string;
  readonly json: boolean;
};

/** `gonogo compare RUN RUN`: what the second run did otherwise than the first, step by step. */
export async function compare({ a, b, json, ...options }: CompareOptions, io: Io): Promise<number> {
  return withJournal({ options, io }, async (journal) => {
    const comparison = compareRuns(await record(journal, a, io), await record(journal, b, io));
    io.out(
      json
        ? jsonText(comparisonData(comparison))
        : comparisonText(comparison, io.stdout.columns ?? wideEnough),
    );
    return exitCodes.ok;
  });
}

const wideEnough = 120;

async function record(journal: Journal, id: string, io: Io): Promise<RunRecord> {
  const found = await findRun(journal, id);
  const changed = changedRecord(found);
  if (changed !== undefined) io.err(`${changed}\n`);
  return recordOf(found);
}
