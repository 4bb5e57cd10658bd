import { statSync } from 'node:fs';
import { JournalError } from './journal-error.ts';

/**
 * A check that the path still leads to the file it leads to now. What is written into a file that was removed or
 * replaced meanwhile is gone with the process, and must not count as recorded.
 */
export function sameFileCheck(file: string): () => void {
  const identity = identityOf(file);
  return () => {
    if (identity === undefined || identityOf(file) === identity) return;
    throw new JournalError({
      code: 'io',
      file,
      message: `the journal ${file} was removed or replaced while it was open: put it back, or leave and begin again`,
    });
  };
}

/** Undefined for a database that has no file. */
function identityOf(file: string): string | undefined {
  const stat = statSync(file, { throwIfNoEntry: false });
  return stat === undefined ? undefined : `${stat.dev}:${stat.ino}`;
}
