import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { writeLabState } from './lab-state.ts';

let folder: string;
beforeEach(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'gonogo-in-lab-')));
});
afterEach(() => rm(folder, { recursive: true }));

/** Where labs are looked for is this folder. */
async function inLab(...args: string[]): Promise<string> {
  const script = fileURLToPath(new URL('./in-lab.ts', import.meta.url));
  const env = { PATH: process.env.PATH, HOME: folder, TMPDIR: folder };
  const { stdout } = await promisify(execFile)(process.execPath, [script, ...args], { env });
  return stdout;
}

/** `gonogo runs` opens the journal where the environment says that it is. */
function hasJournal(state: string): boolean {
  return existsSync(join(state, 'gonogo', 'journal.sqlite'));
}

test('gonogo has the environment of the lab that runs', async () => {
  const root = join(folder, 'gonogo-lab-1');
  const state = join(folder, 'state-of-lab');
  await mkdir(root);
  const env = { XDG_STATE_HOME: state };
  await writeLabState({ root, owner: process.pid, hosts: [], databases: undefined, env });
  await inLab('runs');
  expect(hasJournal(state)).toBe(true);
});

test('without a lab that runs, it has the journal of the last one', async () => {
  const state = join(folder, `gonogo-state-${userInfo().username}`, 'state');
  await mkdir(state, { recursive: true });
  await inLab('runs');
  expect(hasJournal(state)).toBe(true);
});

test('without any, it says what starts one', async () => {
  await expect(inLab('runs')).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringContaining('npm start'),
  });
});
