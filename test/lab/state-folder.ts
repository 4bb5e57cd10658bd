import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { isAlive } from './lab-state.ts';

export type StateFolder = {
  readonly env: { readonly XDG_STATE_HOME: string; readonly XDG_CONFIG_HOME: string };
};

/**
 * Where gonogo keeps journal and preferences when it runs in the lab: never in the person's own folders.
 * It outlives the lab, for a replay. The next start sets it aside unless `keep`, and the one after that removes it.
 */
export async function openStateFolder(keep: boolean): Promise<StateFolder> {
  const folder = await ownFolder(keep);
  const env = stateEnv(folder);
  await mkdir(env.XDG_STATE_HOME, { recursive: true });
  await mkdir(env.XDG_CONFIG_HOME, { recursive: true });
  await writeFile(join(folder, 'owner'), `${process.pid}\n`);
  return { env };
}

/** The environment of the last one, as long as it is there. */
export async function lastStateEnv(): Promise<StateFolder['env'] | undefined> {
  const env = stateEnv(await usualFolder());
  return existsSync(env.XDG_STATE_HOME) ? env : undefined;
}

function stateEnv(folder: string): StateFolder['env'] {
  return { XDG_STATE_HOME: join(folder, 'state'), XDG_CONFIG_HOME: join(folder, 'config') };
}

async function usualFolder(): Promise<string> {
  return join(await realpath(tmpdir()), `gonogo-state-${userInfo().username}`);
}

async function ownFolder(keep: boolean): Promise<string> {
  const folder = await usualFolder();
  const owner = Number(await readFile(join(folder, 'owner'), 'utf8').catch(() => '0'));
  // Another start of this user is in the middle of a run.
  if (owner > 0 && isAlive(owner)) return await mkdtemp(`${folder}-`);
  if (!keep) await setAside(folder);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const { uid } = await stat(folder);
  return uid === userInfo().uid ? folder : await mkdtemp(`${folder}-`);
}

/** A run may still be open in it: one more start keeps it. */
async function setAside(folder: string): Promise<void> {
  const aside = `${folder}-previous`;
  await rm(aside, { recursive: true, force: true });
  await rename(folder, aside).catch(() => undefined);
}
