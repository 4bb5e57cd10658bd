import { readdirSync, readFileSync } from 'node:fs';
import type { KillOutcome } from './shell-job.ts';
import type { Timers } from './timers.ts';

export type KillOptions = {
  /** The process id of the group's first process. */
  readonly group: number;
  /** Milliseconds between TERM and KILL. */
  readonly grace: number;
  readonly timers: Timers;
};

const pollEvery = 50;
/** How long a killed group may take to be gone, milliseconds. */
const afterKill = 2_000;

/** Asks a whole process group to end, waits, then ends it; says whether any of it is left. */
export async function killLocalGroup({ group, grace, timers }: KillOptions): Promise<KillOutcome> {
  signal(group, 'SIGTERM');
  if (await isGoneWithin({ group, ms: grace, timers })) return { type: 'gone' };
  signal(group, 'SIGKILL');
  return (await isGoneWithin({ group, ms: afterKill, timers })) ? { type: 'gone' } : { type: 'left' };
}

type Wait = { readonly group: number; readonly ms: number; readonly timers: Timers };

async function isGoneWithin({ group, ms, timers }: Wait): Promise<boolean> {
  const deadline = timers.now() + ms;
  while (isAlive(group)) {
    if (timers.now() >= deadline) return false;
    await new Promise<void>((resolve) => timers.after(pollEvery, resolve));
  }
  return true;
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
