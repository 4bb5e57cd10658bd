import type { Journal } from './journal.ts';

/** A journal that is only read: whatever would be written is refused with this error. */
export function readOnlyJournal(journal: Journal, error: unknown): Journal {
  const refuse = async (): Promise<never> => {
    throw error;
  };
  return { ...journal, append: refuse, appendOutput: refuse, hold: refuse };
}
