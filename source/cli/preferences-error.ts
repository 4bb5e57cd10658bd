/**
 * - `broken`: the file is no JSON; it is never overwritten
 * - `invalid`: one of its values can't be used
 * - `io`: it can't be read or written
 */
export type PreferencesErrorCode = 'broken' | 'invalid' | 'io';

/** The preferences can't be used. The message names the file and says what to do. */
export class PreferencesError extends Error {
  readonly code: PreferencesErrorCode;
  readonly file: string;

  constructor(fields: { code: PreferencesErrorCode; file: string; message: string; cause?: unknown }) {
    super(fields.message, { cause: fields.cause });
    this.name = 'PreferencesError';
    this.code = fields.code;
    this.file = fields.file;
  }
}
