import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/**
 * Whether to skip tests for want of programs: `describe.skipIf(needs('sshd'))`. With GONOGO_NO_SKIPS=1 nothing
 * is skipped: what is missing fails the suite.
 */
export function needs(...programs: readonly string[]): boolean {
  const missing = programs.filter((program) => pathOf(program) === undefined);
  if (missing.length > 0 && process.env.GONOGO_NO_SKIPS === '1') {
    throw new Error(`missing here, and GONOGO_NO_SKIPS=1 allows no skipping: ${missing.join(', ')}`);
  }
  return missing.length > 0;
}

/** Where a program is; looks into the administrators' folders, too. */
export function pathOf(program: string): string | undefined {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin', '/sbin'];
  return folders.map((folder) => join(folder, program)).find(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
