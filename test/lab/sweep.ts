import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { listProcesses, type ProcessInfo, withDescendants } from './processes.ts';

const grace = 5_000;

/** Ends whatever is left of a lab, and removes its folder. Asks first, kills after five seconds. */
export async function sweepLab(root: string): Promise<void> {
  await rm(join(root, 'alive'), { force: true });
  const deadline = Date.now() + grace;
  let left = labProcesses(root);
  for (const pid of left) send(pid, 'SIGTERM');
  while (left.length > 0 && Date.now() < deadline) {
    await sleep(30);
    left = labProcesses(root);
  }
  for (const pid of left) send(pid, 'SIGKILL');
  await rm(root, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
}

/** Process ids of a lab's ssh servers, of what logins there have started, and of everything below. */
export function labProcesses(root: string): readonly number[] {
  const all = listProcesses();
  const seeds = all.filter((each) => isOfLab(each, root)).map(({ pid }) => pid);
  return [...withDescendants(all, new Set(seeds))].filter((pid) => pid !== process.pid);
}

// An sshd has overwritten its environment with its title; a login's is LAB_ROOT; others are known by their script.
function isOfLab({ command, environment }: ProcessInfo, root: string): boolean {
  return (
    `\0${environment}`.includes(`\0LAB_ROOT=${root}\0`) ||
    (command.includes(`-f ${root}/ssh/`) && command.includes('/sshd_config')) ||
    (command.includes(`${root}/hosts/`) && command.includes('/lib/sakai-server.sh'))
  );
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It has ended meanwhile.
  }
}
