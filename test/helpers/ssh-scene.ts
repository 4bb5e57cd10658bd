import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach } from 'vitest';
import { makeKey, type TestKey } from './ssh-keys.ts';

/** Of the test that runs. */
export let folder: string;
export let hostKey: TestKey;
export let userKey: TestKey;
let cleanUps: (() => Promise<void>)[];

/** Called after the test, the last one first. */
export function cleanUp(task: () => Promise<void>) {
  cleanUps.push(task);
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gonogo-ssh-'));
  hostKey = makeKey({ folder, name: 'host_key' });
  userKey = makeKey({ folder, name: 'user_key' });
  cleanUps = [];
});
afterEach(async () => {
  for (const task of cleanUps.reverse()) await task();
  rmSync(folder, { recursive: true, force: true });
});
