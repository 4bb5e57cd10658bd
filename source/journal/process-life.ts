import { readFileSync } from 'node:fs';

/** A process that can be told from a later one with the same pid. */
export type ProcessMark = {
  readonly pid: number;
  readonly boot: string;
  /** Start time in clock ticks since the boot; undefined where the system doesn't say. */
  readonly started: string | undefined;
};

export function markOf(pid: number, boot: string): ProcessMark {
  return { pid, boot, started: procStat(pid)?.started };
}

/** Whether that very process still runs. `boot` is this machine's now. */
export function isAlive(mark: ProcessMark, boot: string): boolean {
  if (!pidExists(mark.pid)) return false;
  // Without a start time there is no boot id to trust either, only a guess from the uptime.
  if (mark.started === undefined) return true;
  if (mark.boot !== boot) return false;
  const now = procStat(mark.pid);
  return now === undefined || (now.started === mark.started && !now.ended);
}

function pidExists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it is there, and somebody else's.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

function procStat(pid: number): { readonly started: string; readonly ended: boolean } | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The second field is the program's name in parentheses, and may itself hold spaces and parentheses.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const [state, started] = [fields[0], fields[19]];
    return started === undefined ? undefined : { started, ended: state === 'Z' || state === 'X' };
  } catch {
    return undefined;
  }
}
