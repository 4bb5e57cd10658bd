import { execFile, execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { processorTime } from './processor-time.ts';

/** Options that keep a connection a host: the first command opens it, those that follow share it. */
export function masterOptions(sockets: string): readonly string[] {
  return ['ControlMaster auto', `ControlPath ${join(sockets, '%n')}`, 'ControlPersist 600'];
}

/** Seconds that the processes holding these connections have taken so far. */
export function mastersTime(sockets: string): number {
  return mastersOf(sockets)
    .map((pid) => processorTime(pid))
    .reduce((sum, each) => sum + each, 0);
}

/** Ends them all, and waits until they are gone. */
export async function closeMasters(sockets: string): Promise<void> {
  const masters = mastersOf(sockets);
  for (const pid of masters) process.kill(pid, 'SIGTERM');
  while (mastersOf(sockets).length > 0) await promisify(execFile)('sleep', ['0.05']);
  execFileSync('find', [sockets, '-mindepth', '1', '-delete']);
}

// A master gives itself a title with the path of its socket.
function mastersOf(sockets: string): readonly number[] {
  return readdirSync('/proc')
    .map(Number)
    .filter((pid) => Number.isInteger(pid) && titleOf(pid).startsWith(`ssh: ${sockets}/`));
}

function titleOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return '';
  }
}
