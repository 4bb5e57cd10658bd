import { readdirSync, readFileSync } from 'node:fs';

/** Whether a process runs; a zombie that nobody has reaped yet doesn't. */
export function isAlive(pid: number): boolean {
  const stat = statOf(pid);
  return stat !== undefined && !/^[ZX]/.test(stat[0] ?? '');
}

/** The living processes of a group. */
export function groupMembers(group: number): readonly number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => statOf(pid)?.[2] === String(group) && isAlive(pid));
}

/** What /proc/PID/stat says after the name: state, parent, group, session, … */
function statOf(pid: number): readonly string[] | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    return stat.slice(stat.lastIndexOf(') ') + 2).split(' ');
  } catch {
    return undefined;
  }
}

/** Bits of the signals that this process ignores, as those have who are started from a background: bit 1 INT, bit 2 QUIT. */
export function ignoredHere(): number {
  const line = /^SigIgn:\s+([0-9a-f]+)$/m.exec(readFileSync('/proc/self/status', 'utf8'));
  return Number.parseInt(line?.[1]?.slice(-4) ?? '0', 16);
}
