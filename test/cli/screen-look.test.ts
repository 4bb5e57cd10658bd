import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { main } from '../../source/cli/main.ts';
import { screenLook } from '../../source/cli/screen-look.ts';
import { createTestIo } from './test-io.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gonogo-look-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

function look(options: Parameters<typeof screenLook>[0], env: NodeJS.ProcessEnv = {}) {
  return screenLook(options, { env: { XDG_CONFIG_HOME: folder, LANG: 'en_US.UTF-8', ...env } });
}

async function configure(key: string, value: string): Promise<void> {
  expect(await main(['config', key, value], '1', createTestIo('', { XDG_CONFIG_HOME: folder }))).toBe(0);
}

test('a flag wins over the environment, and that over the preferences', async () => {
  expect((await look({})).theme).toBe('dark');
  await configure('theme', 'light');
  expect((await look({})).theme).toBe('light');
  expect((await look({}, { GONOGO_THEME: 'mono' })).theme).toBe('mono');
  expect((await look({ theme: 'high-contrast' }, { GONOGO_THEME: 'mono' })).theme).toBe('high-contrast');
});

test('so it is with ASCII, and without any of them the locale says it', async () => {
  expect((await look({})).ascii).toBe(false);
  expect((await look({}, { LANG: 'C' })).ascii).toBe(true);
  await configure('ascii', 'no');
  expect((await look({}, { LANG: 'C' })).ascii).toBe(false);
  await configure('ascii', 'yes');
  expect((await look({})).ascii).toBe(true);
  expect((await look({}, { GONOGO_ASCII: '0' })).ascii).toBe(false);
  expect((await look({ ascii: true }, { GONOGO_ASCII: '0' })).ascii).toBe(true);
});

test('a theme that there is not is a mistake of usage', async () => {
  await expect(look({}, { GONOGO_THEME: 'lihgt' })).rejects.toMatchObject({
    code: 2,
    message: "GONOGO_THEME: there is no theme 'lihgt'; did you mean light?",
  });
  const io = createTestIo('', { XDG_CONFIG_HOME: folder });
  expect(await main(['replay', 'last', '--theme', 'pink'], '1', io)).toBe(2);
  expect(io.complained()).toContain('Allowed choices are dark, light, high-contrast, mono');
});
