/**
 * - `full`: no room left; nothing of the refused write was kept
 * - `read-only`: may be read, not written
 * - `corrupt`: not a journal, damaged, or a record that can't be understood
 * - `newer`: written by a later gonogo
 * - `busy`: another process kept it locked
 * - `io`: anything else the storage refused
 */
export type JournalErrorCode = 'full' | 'read-only' | 'corrupt' | 'newer' | 'busy' | 'io';

/** The storage of a journal failed. The message names the file and says what to do. */
export class JournalError extends Error {
  readonly code: JournalErrorCode;
  readonly file: string;

  constructor(fields: { code: JournalErrorCode; file: string; message: string; cause?: unknown }) {
    super(fields.message, { cause: fields.cause });
    this.name = 'JournalError';
    this.code = fields.code;
    this.file = fields.file;
  }
}
