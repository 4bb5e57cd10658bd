import { stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { type Finding, go, noGo, warn } from './preflight-report.ts';

/** A file that will be copied from here. A step may make it first, so that it is missing now holds nothing up. */
export async function lookAtSource(path: string): Promise<Finding> {
  try {
    const facts = await stat(path.replace(/^~(?=\/)/, homedir()));
    if (!facts.isFile()) return noGo('reference', 'it is no plain file, and will not be copied');
    return go('reference', `it is there, ${facts.size} bytes`);
  } catch {
    return warn('reference', 'it is not there yet', 'does a step make it before it is copied?');
  }
}
