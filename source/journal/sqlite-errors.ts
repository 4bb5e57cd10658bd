import { JournalError, type JournalErrorCode } from './journal-error.ts';
import { damagedMessage } from './sqlite-row.ts';

/** Runs `work`; what SQLite refuses becomes a JournalError of this file, everything else passes. */
export function asJournalError<Result>(file: string, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    throw toJournalError(file, error);
  }
}

/** What passes, passes as it is. */
export function toJournalError(file: string, error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const code = codeOf(error);
  if (code === undefined) return error;
  return new JournalError({ code, file, message: messageFor(code, file, error), cause: error });
}

function codeOf(error: Error): JournalErrorCode | undefined {
  if ('errcode' in error && typeof error.errcode === 'number') {
    return error.errcode === noSharedMemory ? 'full' : (byResult[error.errcode & 0xff] ?? 'io');
  }
  if ('code' in error && typeof error.code === 'string') return byErrno[error.code];
  return undefined;
}

// SQLITE_IOERR_SHMSIZE: the side file that all its users share can't grow.
const noSharedMemory = 4874;

// SQLite's primary result codes; the extended ones keep them in their low byte.
const byResult: Readonly<Record<number, JournalErrorCode>> = {
  // Our statements are sound: what they don't fit has lost its tables.
  1: 'corrupt',
  5: 'busy',
  6: 'busy',
  8: 'read-only',
  11: 'corrupt',
  13: 'full',
  // Its side files can't be created.
  14: 'read-only',
  26: 'corrupt',
};

const byErrno: Readonly<Record<string, JournalErrorCode>> = {
  EACCES: 'read-only',
  EPERM: 'read-only',
  EROFS: 'read-only',
  ENOSPC: 'full',
  EDQUOT: 'full',
  EEXIST: 'io',
  EISDIR: 'io',
  ENOTDIR: 'io',
  ENOENT: 'io',
  EIO: 'io',
  ELOOP: 'io',
  ENAMETOOLONG: 'io',
  ERR_INVALID_STATE: 'io',
  ERR_OUT_OF_RANGE: 'corrupt',
};

function messageFor(code: JournalErrorCode, file: string, error: Error): string {
  switch (code) {
    case 'full':
      return `no room left for the journal: make room, then go on (${file}; nothing of the last write was kept)`;
    case 'read-only':
      return `the journal ${file} can't be written: check who owns it and its folder, or name another with --journal`;
    case 'corrupt':
      return damagedMessage(file, error.message);
    case 'busy':
      return `the journal ${file} is kept locked by another process: end that one, then try again`;
    case 'newer':
    case 'io':
      return `the journal ${file} can't be used (${error.message}): check the disk and the path`;
  }
}
