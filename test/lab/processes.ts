import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

export type ProcessInfo = {
  readonly pid: number;
  readonly parent: number;
  readonly command: string;
  /** Empty where the system doesn't tell. */
  readonly environment: string;
};

/** Every process that this user may look at. */
export function listProcesses(): readonly ProcessInfo[] {
  if (process.platform !== 'linux') return fromPs();
  const found: ProcessInfo[] = [];
  for (const name of readdirSync('/proc')) {
    const info = /^\d+$/.test(name) ? fromProc(Number(name)) : undefined;
    if (info !== undefined) found.push(info);
  }
  return found;
}

/** These processes and everything below them. */
export function withDescendants(
  all: readonly ProcessInfo[],
  seeds: ReadonlySet<number>,
): ReadonlySet<number> {
  const family = new Set(seeds);
  let size = -1;
  while (family.size !== size) {
    size = family.size;
    for (const { pid, parent } of all) if (family.has(parent)) family.add(pid);
  }
  return family;
}

function fromProc(pid: number): ProcessInfo | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const [state, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (state === 'Z') return undefined;
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
    return { pid, parent: Number(parent), command, environment: environmentOf(pid) };
  } catch {
    return undefined;
  }
}

function environmentOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'utf8');
  } catch {
    return '';
  }
}

function fromPs(): readonly ProcessInfo[] {
  const lines = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,args='], { encoding: 'utf8' }).split('\n');
  return lines.flatMap((line) => {
    const match = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line);
    if (match === null) return [];
    return [{ pid: Number(match[1]), parent: Number(match[2]), command: match[3] ?? '', environment: '' }];
  });
}
