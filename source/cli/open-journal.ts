import type { Journal } from '../journal/journal.ts';
import { openSqliteJournal } from '../journal/sqlite-journal.ts';
import type { Io } from './io.ts';
import { type CommonOptions, journalFile } from './settings.ts';

/** Opens the journal, hands it over with the name of its file, and closes it whatever happens. */
export async function withJournal<Result>(
  { options, io }: { readonly options: CommonOptions; readonly io: Io },
  use: (journal: Journal, file: string) => Promise<Result>,
): Promise<Result> {
  const file = await journalFile(options, io);
  const journal = await openSqliteJournal({ file });
  try {
    return await use(journal, file);
  } finally {
    await journal.close();
  }
}
