import type * as z from 'zod/mini';
import { JournalError } from './journal-error.ts';

/** Gives rows of this file in their table's shape. Throws a JournalError for one that only a damaged file can hold. */
export function rowReader(file: string) {
  return <Schema extends z.ZodMiniType>(schema: Schema, row: unknown): z.infer<Schema> => {
    const parsed = schema.safeParse(row);
    if (parsed.success) return parsed.data;
    throw new JournalError({
      code: 'corrupt',
      file,
      message: damagedMessage(file, 'it holds a row that gonogo has not written'),
      cause: parsed.error,
    });
  };
}

export function damagedMessage(file: string, reason: string): string {
  return `${file} is damaged or no journal (${reason}): keep a copy of it, from which sqlite3's .recover may save what is left, and name another with --journal`;
}
