import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { hostDir, hostEnvironment } from './host-scripts.ts';
import { isAlive } from './lab-state.ts';

/** Looks at a host from outside, past ssh. */
export type LabHost = {
  readonly dir: string;
  readonly deployedTag: () => Promise<string>;
  /** Whether Sakai runs there. */
  readonly running: () => Promise<boolean>;
  readonly pid: () => Promise<number | undefined>;
  /** Whether visitors see the maintenance page. */
  readonly maintenance: () => Promise<boolean>;
  /** Number of the sakai.properties in config-staging: `019`, or `018` once it was swapped. */
  readonly properties: () => Promise<string | undefined>;
  /** Number of the sakai.properties that Sakai was last started with. */
  readonly propertiesInUse: () => Promise<string | undefined>;
  readonly log: () => Promise<string>;
};

export function inspectHost(root: string, host: string): LabHost {
  const dir = hostDir(root, host);
  const pid = async () => {
    const text = await readFile(join(dir, 'run', 'sakai.pid'), 'utf8').catch(() => '');
    return Number(text) > 0 && isAlive(Number(text)) ? Number(text) : undefined;
  };
  return {
    dir,
    pid,
    deployedTag: async () => (await readFile(join(dir, 'current', 'TAG'), 'utf8')).trim(),
    running: async () => (await pid()) !== undefined,
    maintenance: async () => existsSync(join(dir, 'run', 'maintenance')),
    properties: () => propertiesNumber(join(dir, 'config-staging', 'sakai.properties')),
    propertiesInUse: () => propertiesNumber(join(dir, 'current', 'sakai.properties')),
    log: () => readFile(join(dir, 'logs', 'catalina.out'), 'utf8'),
  };
}

/** Without ssh and without pauses: how the lab begins. */
export async function startSakai(root: string, host: string): Promise<void> {
  const env = hostEnvironment(root, host, 0);
  await promisify(execFile)(join(hostDir(root, host), 'bin', 'sakai'), ['start'], { env });
}

async function propertiesNumber(file: string): Promise<string | undefined> {
  const text = await readFile(file, 'utf8').catch(() => '');
  return /^# sakai\.properties, number (\d+)$/m.exec(text)?.[1];
}
