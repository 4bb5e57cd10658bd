import { readdirSync, readFileSync } from 'node:fs';
import type { Timers } from './timers.ts';

export type KillOptions = {
  /** The process id of the group's first process. */
  readonly group: number;
  /** Milliseconds between TERM and KILL. */
  readonly grace: number;
  readonly timers: Timers;
};

const pollEvery = 50;

/** Asks a whole process group to end, waits, then ends it. Settles when none of it is left. */
export async function killLocalGroup({ group, grace, timers }: KillOptions): Promise<void> {
  signal(group, 'SIGTERM');
  const deadline = timers.now() + grace;
  while (timers.now() < deadline) {
    if (!isAlive(group)) return;
    await new Promise<void>((resolve) => timers.after(pollEvery, resolve));
  }
  signal(group, 'SIGKILL');
}

function signal(group: number, name: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(-group, name);
  } catch (error) {
    return isNotPermitted(error);
  }
}

/** A group of which only a child of another user is left answers so. */
function isNotPermitted(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EPERM';
}

// A zombie nobody reaps (a container without an init) still answers signal 0.
function isAlive(group: number): boolean {
  if (!signal(group, 0)) return false;
  try {
    return readdirSync('/proc').some((name) => /^\d+$/.test(name) && belongs(name, group));
  } catch {
    return true;
  }
}

function belongs(pid: string, group: number): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    const [state, , itsGroup] = stat.slice(stat.lastIndexOf(') ') + 2).split(' ');
    return itsGroup === String(group) && state !== 'Z' && state !== 'X';
  } catch {
    return false;
  }
}
