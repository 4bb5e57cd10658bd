import { mkdtemp, readdir, readFile, realpath, rename, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What other processes need to know of a lab: kept as `lab.json` in its folder, which only its owner can read. */
export type LabState = {
  readonly root: string;
  /** The process that started the lab. */
  readonly owner: number;
  readonly hosts: readonly string[];
  /** The Sakai database, and the server's own; undefined in a lab without databases. */
  readonly databases: { readonly sakai: string; readonly admin: string } | undefined;
  /** What gonogo needs to reach the lab, and where it keeps its own state if the lab's starter has said so. */
  readonly env: Readonly<Record<string, string>>;
};

const prefix = 'gonogo-lab-';

export async function makeLabFolder(): Promise<string> {
  return await mkdtemp(join(await realpath(tmpdir()), prefix));
}

export async function writeLabState(state: LabState): Promise<void> {
  const file = join(state.root, 'lab.json');
  await writeFile(`${file}.new`, JSON.stringify(state), { mode: 0o600 });
  await rename(`${file}.new`, file);
}

export async function readLabState(root: string): Promise<LabState | undefined> {
  const text = await readFile(join(root, 'lab.json'), 'utf8').catch(() => undefined);
  return text === undefined ? undefined : JSON.parse(text);
}

/** The newest lab that still runs and that this user may read. */
export async function findLab(): Promise<LabState | undefined> {
  const found: { state: LabState; since: number }[] = [];
  for (const name of await readdir(tmpdir())) {
    if (!name.startsWith(prefix)) continue;
    const state = await readLabState(join(tmpdir(), name));
    if (state === undefined || !isAlive(state.owner)) continue;
    found.push({ state, since: (await stat(join(state.root, 'lab.json'))).mtimeMs });
  }
  return found.sort((a, b) => b.since - a.since)[0]?.state;
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
