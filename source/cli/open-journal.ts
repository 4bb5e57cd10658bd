import type { Journal } from '../journal/journal.ts';
import { openSqliteJournal } from '../journal/sqlite-journal.ts';
import type { Io } from './io.ts';
import { type CommonOptions, journalFile } from './settings.ts';

/** Opens the journal, hands it over, and closes it whatever happens. */
export async function withJournal<Result>(
  { options, io }: { readonly options: CommonOptions; readonly io: Io },
  use: (journal: Journal) => Promise<Result>,
): Promise<Result> {
  const journal = await openSqliteJournal({ file: await journalFile(options, io) });
  try {
    return await use(journal);
  } finally {
    await journal.close();
  }
}
