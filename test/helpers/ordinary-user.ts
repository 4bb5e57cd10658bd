import { chownSync } from 'node:fs';

const nobody = 65_534;

/** To root everything is readable and writable: as root, the work is done under another user's rights, in a folder made theirs. */
export async function asOrdinaryUser<Result>(folder: string, work: () => Promise<Result>): Promise<Result> {
  if (process.getuid?.() !== 0) return work();
  chownSync(folder, nobody, nobody);
  process.seteuid?.(nobody);
  try {
    return await work();
  } finally {
    process.seteuid?.(0);
  }
}
