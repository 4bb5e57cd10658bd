import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { isPreferenceKey, parsePreference, preferenceKeys } from '../../source/cli/preference-values.ts';
import { changePreferences, forgetPreference, openPreferences } from '../../source/cli/preferences.ts';
import { PreferencesError } from '../../source/cli/preferences-error.ts';
import { asOrdinaryUser } from '../helpers/ordinary-user.ts';

const folders: string[] = [];
function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'gonogo-preferences-'));
  folders.push(folder);
  return folder;
}
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function folderWith(text: string): string {
  const cwd = newFolder();
  writeFileSync(join(cwd, 'config.json'), text);
  return cwd;
}

async function failure(cwd: string): Promise<unknown> {
  const error = await openPreferences({ cwd }).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(PreferencesError);
  expect(error).toMatchObject({ message: expect.stringContaining(join(cwd, 'config.json')) });
  return error;
}

test('without a file there are defaults, and none is made', async () => {
  const cwd = join(newFolder(), 'gonogo');
  expect(await openPreferences({ cwd, env: { USER: 'sandra' } })).toEqual({
    file: join(cwd, 'config.json'),
    person: 'sandra',
    roles: undefined,
    theme: 'dark',
    ascii: undefined,
    journal: undefined,
  });
  expect(existsSync(cwd)).toBe(false);
});

test('without $USER the person is the one logged in', async () => {
  expect((await openPreferences({ cwd: newFolder(), env: {} })).person).toBe(userInfo().username);
});

test.each([
  [(folder: string) => ({ XDG_CONFIG_HOME: join(folder, 'xdg') }), 'xdg/gonogo/config.json'],
  [(folder: string) => ({ HOME: folder }), '.config/gonogo/config.json'],
  [(folder: string) => ({ HOME: folder, XDG_CONFIG_HOME: 'relative' }), '.config/gonogo/config.json'],
])('the file is in the XDG config folder (%#)', async (environment, path) => {
  const folder = newFolder();
  const env = environment(folder);
  await changePreferences({ theme: 'light' }, { env });
  const preferences = await openPreferences({ env });
  expect(preferences).toMatchObject({ theme: 'light', file: join(folder, path) });
  expect(existsSync(join(folder, path))).toBe(true);
});

test('what is kept is there the next time, and the rest stays as it was', async () => {
  const cwd = newFolder();
  await changePreferences({ person: 'Sandra', roles: ['qc'] }, { cwd });
  await changePreferences({ theme: 'mono', journal: '/var/journal.sqlite' }, { cwd });
  await forgetPreference('roles', { cwd });
  expect(await openPreferences({ cwd })).toMatchObject({
    person: 'Sandra',
    roles: undefined,
    theme: 'mono',
    journal: '/var/journal.sqlite',
  });
});

test('what a later version keeps is left alone', async () => {
  const cwd = folderWith('{"theme": "light", "of-the-future": [1]}');
  expect((await openPreferences({ cwd })).theme).toBe('light');
  await changePreferences({ theme: 'dark' }, { cwd });
  expect(JSON.parse(readFileSync(join(cwd, 'config.json'), 'utf8'))).toEqual({
    theme: 'dark',
    'of-the-future': [1],
  });
});

test.each(['{ "person": ', '', 'theme = dark'])(
  'a file with %j in it is named, and not overwritten',
  async (text) => {
    const cwd = folderWith(text);
    expect(await failure(cwd)).toMatchObject({ code: 'broken' });
    await expect(changePreferences({ theme: 'dark' }, { cwd })).rejects.toMatchObject({ code: 'broken' });
    expect(readFileSync(join(cwd, 'config.json'), 'utf8')).toBe(text);
  },
);

test.each([
  ['theme', '{"theme": "pink"}'],
  ['person', '{"person": "a\\u001b[31m"}'],
  ['person', '{"person": 7}'],
  ['roles', '{"roles": "qc"}'],
  ['roles', '{"roles": []}'],
  ['journal', '{"journal": "here.sqlite"}'],
])('a value that can’t be used is named: %s in %s', async (key, text) => {
  const cwd = folderWith(text);
  const error = await failure(cwd);
  expect(error).toMatchObject({ code: 'invalid', message: expect.stringMatching(new RegExp(`^${key} in`)) });
  expect(error).toMatchObject({ message: expect.stringContaining(`gonogo config ${key} --unset`) });
});

test('a value that can’t be used can be changed', async () => {
  const cwd = folderWith('{"theme": "pink"}');
  await changePreferences({ theme: 'light' }, { cwd });
  expect((await openPreferences({ cwd })).theme).toBe('light');
});

test('a folder in its place is an error of its own', async () => {
  const cwd = newFolder();
  mkdirSync(join(cwd, 'config.json'));
  expect(await failure(cwd)).toMatchObject({ code: 'io' });
});

test('so is a file that may not be read', async () => {
  const cwd = folderWith('{}');
  chmodSync(join(cwd, 'config.json'), 0);
  expect(await asOrdinaryUser(cwd, () => failure(cwd))).toMatchObject({ code: 'io' });
});

test.each([
  ['roles', ' QC, dba ,', { roles: ['qc', 'dba'] }],
  ['person', '  Thomas Amsler ', { person: 'Thomas Amsler' }],
  ['theme', 'high-contrast', { theme: 'high-contrast' }],
  ['journal', '/tmp/journal.sqlite', { journal: '/tmp/journal.sqlite' }],
  ['journal', 'journal.sqlite', { journal: join(process.cwd(), 'journal.sqlite') }],
] as const)('%s may be typed as %j', (key, text, values) => {
  expect(parsePreference(key, text)).toEqual({ type: 'valid', values });
});

test.each([
  ['roles', ''],
  ['roles', ' , '],
  ['roles', 'qc,release manager'],
  ['person', ''],
  ['person', 'a\u202eb'],
  ['theme', 'pink'],
  ['theme', ''],
  ['journal', ''],
] as const)('%s may not be %j', (key, text) => {
  expect(parsePreference(key, text)).toEqual({ type: 'invalid', message: expect.stringMatching(/^must /) });
});

test('the keys are known', () => {
  expect(preferenceKeys).toEqual(['person', 'roles', 'theme', 'ascii', 'journal']);
  expect(isPreferenceKey('theme')).toBe(true);
  expect(isPreferenceKey('toString')).toBe(false);
});
