import { dirname } from 'node:path';
import { defaultJournalPath } from '../../journal/journal-path.ts';
import { journalFile } from '../settings.ts';
import { bad, type DoctorCheck, type Finding, ok, warn } from './doctor-check.ts';
import { kindOf } from './file-systems.ts';
import { bytesText, type FolderSpace, folderSpace } from './folder-space.ts';

/** A night's output is some megabytes; a talkative one has hundreds. */
const SCARCE = 500e6;
const TOO_LITTLE = 20e6;

/** Where the journal and the jobs of this machine are kept. */
export const stateFolderCheck: DoctorCheck = {
  name: 'storage',
  look: async ({ io, options, home }) => {
    const state = dirname(defaultJournalPath({ env: io.env, home }));
    const journal = dirname(await journalFile(options, io));
    const folders = journal === state ? [state] : [state, journal];
    const spaces = await Promise.all(folders.map(folderSpace));
    return spaces.flatMap((space, index) => findings(folders[index] ?? '', space));
  },
};

export function findings(wanted: string, space: FolderSpace): readonly Finding[] {
  return [roomFinding(wanted, space), ...kindFindings(wanted, space)];
}

function roomFinding(wanted: string, { folder, writable, free }: FolderSpace): Finding {
  if (!writable) {
    const where = folder === wanted ? wanted : `${wanted} can't be made: ${folder}`;
    return bad(`${where} may not be written`, `make it your own, or name another with --journal`);
  }
  const room = `${wanted}: ${bytesText(free)} free`;
  if (free < TOO_LITTLE) return bad(room, 'make room: a run is held where nothing can be recorded');
  if (free < SCARCE) return warn(room, 'make room: what a night writes may be hundreds of megabytes');
  return ok(room);
}

function kindFindings(wanted: string, { type }: FolderSpace): readonly Finding[] {
  const kind = kindOf(type);
  if (kind === undefined) return [];
  const mend = 'keep the journal on a disk of this machine: --journal, or gonogo config journal';
  if (kind.type === 'network') {
    return [
      bad(`${wanted} is on ${kind.name}: a network can't promise what is recorded, nor one conductor`, mend),
    ];
  }
  return [warn(`${wanted} is on ${kind.name}: what is recorded is gone when the machine goes down`, mend)];
}
