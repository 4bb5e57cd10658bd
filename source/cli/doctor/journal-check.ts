import { existsSync } from 'node:fs';
import { verifyChain } from '../../journal/hash-chain.ts';
import type { Journal } from '../../journal/journal.ts';
import { JournalError } from '../../journal/journal-error.ts';
import { withJournal } from '../open-journal.ts';
import { journalFile } from '../settings.ts';
import { bad, type DoctorCheck, type Finding, ok } from './doctor-check.ts';

/** So many of the newest runs are looked through; `gonogo verify` does more for one. */
const MOST = 20;

export const journalCheck: DoctorCheck = {
  name: 'journal',
  look: async ({ io, options }) => {
    const file = await journalFile(options, io);
    if (!existsSync(file)) return [ok(`${file}: none yet, the first run makes it`)];
    try {
      return await withJournal({ options, io }, (journal) => look(journal, file));
    } catch (error) {
      if (!(error instanceof JournalError)) throw error;
      return [bad(error.message, 'until then name another one with --journal')];
    }
  },
};

async function look(journal: Journal, file: string): Promise<readonly Finding[]> {
  const runs = await journal.runs();
  const newest = runs.slice(0, MOST);
  const broken: Finding[] = [];
  for (const { run } of newest) {
    const verdict = verifyChain(await journal.read(run));
    if (verdict.type === 'intact') continue;
    broken.push(
      bad(
        `run ${run} is not as gonogo wrote it: ${verdict.reason}`,
        `keep a copy of ${file}; gonogo verify ${run}`,
      ),
    );
  }
  if (broken.length > 0) return broken;
  const looked = runs.length > MOST ? `, the newest ${MOST} intact` : runs.length > 0 ? ', all intact' : '';
  return [ok(`${file}: ${runs.length} ${runs.length === 1 ? 'run' : 'runs'}${looked}`)];
}
