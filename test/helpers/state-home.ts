import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';

/** Where jobs of this test file keep their files, here and on the servers that it starts; removed after it. */
export const stateHome = mkdtempSync(join(tmpdir(), 'gonogo-state-'));
export const jobsFolder = join(stateHome, 'gonogo', 'jobs');

process.env.XDG_STATE_HOME = stateHome;
// The developer's own key signs nothing here.
delete process.env.SSH_AUTH_SOCK;
afterAll(() => rmSync(stateHome, { recursive: true, force: true }));

export function jobFiles(): readonly string[] {
  try {
    return readdirSync(jobsFolder);
  } catch {
    return [];
  }
}
