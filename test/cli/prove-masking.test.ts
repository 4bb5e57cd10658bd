import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { proveMasking } from '../../source/cli/prove-masking.ts';
import { createVault } from '../../source/execute/secrets/vault.ts';

let state: string;
beforeAll(() => {
  state = mkdtempSync(join(tmpdir(), 'gonogo-prove-'));
  vi.stubEnv('XDG_STATE_HOME', state);
});
afterAll(() => {
  vi.unstubAllEnvs();
  rmSync(state, { recursive: true, force: true });
});

test('a secret that a step prints is nowhere', async () => {
  const { ok, detail } = await proveMasking();
  expect([ok, detail]).toEqual([
    true,
    'a step printed a secret, and journal, log and report have none of it',
  ]);
  expect(readdirSync(state)).toEqual([]);
});

test('and it would be found', async () => {
  const { ok, detail } = await proveMasking({
    vaultOf: (options) => ({ ...createVault(options), scanner: () => undefined }),
  });
  expect([ok, detail]).toEqual([
    false,
    'a secret that a step printed is in: journal.sqlite, the log, the report',
  ]);
});
