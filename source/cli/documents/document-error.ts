import { CommandError } from '../command-error.ts';
import { exitCodes } from '../exit-codes.ts';

/** What a file is instead of a document that can be read, and what to do about it. */
export function unreadable(message: string, cause?: unknown): CommandError {
  return new CommandError(exitCodes.usage, message, cause === undefined ? undefined : { cause });
}
