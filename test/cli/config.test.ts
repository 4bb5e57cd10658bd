import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { CommandError } from '../../source/cli/command-error.ts';
import { type ConfigArguments, config } from '../../source/cli/config.ts';
import type { Io } from '../../source/cli/io.ts';
import { PreferencesError } from '../../source/cli/preferences-error.ts';

let home = '';
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'gonogo-config-'));
});
afterEach(() => {
  rmSync(home, { recursive: true, force: true });
});

async function run(args: Partial<ConfigArguments> = {}) {
  const said = { out: '', err: '' };
  const io: Io = {
    out: (text) => {
      said.out += text;
    },
    err: (text) => {
      said.err += text;
    },
    env: { HOME: home, USER: 'sandra', XDG_CONFIG_HOME: home },
    stdin: new PassThrough(),
    drain: async () => undefined,
    stdout: new PassThrough(),
  };
  const code = await config({ json: false, ...args }, io);
  return { code, ...said };
}

test('lists everything with its defaults', async () => {
  expect(await run()).toEqual({
    code: 0,
    out: [
      'person   sandra',
      'roles    (every role of the plan)',
      'theme    dark',
      'ascii    (as the locale says)',
      `journal  ${home}/.local/state/gonogo/journal.sqlite`,
      `file     ${home}/gonogo/config.json`,
      '',
    ].join('\n'),
    err: '',
  });
});

test('keeps a value, shows it, and drops it', async () => {
  expect(await run({ key: 'roles', value: 'QC,dba' })).toEqual({ code: 0, out: 'qc,dba\n', err: '' });
  expect(await run({ key: 'roles' })).toMatchObject({ code: 0, out: 'qc,dba\n' });
  expect(await run({ key: 'roles', unset: true })).toMatchObject({
    code: 0,
    out: '(every role of the plan)\n',
  });
});

test('gives the same as data', async () => {
  await run({ key: 'person', value: 'Thomas Amsler' });
  const { out } = await run({ json: true });
  expect(JSON.parse(out)).toEqual({
    person: 'Thomas Amsler',
    roles: null,
    theme: 'dark',
    ascii: null,
    journal: `${home}/.local/state/gonogo/journal.sqlite`,
    file: `${home}/gonogo/config.json`,
  });
  expect(JSON.parse((await run({ key: 'roles', value: 'qc', json: true })).out)).toEqual({ roles: ['qc'] });
});

test.each([
  ['an unknown key', { key: 'colour' }, /no preference 'colour'.*person, roles, theme, ascii, journal/],
  ['a value that can’t be', { key: 'theme', value: 'pink' }, /theme must be one of dark, light/],
  ['a value and --unset', { key: 'theme', value: 'dark', unset: true }, /not both/],
  ['--unset alone', { unset: true }, /needs a key/],
])('refuses %s', async (_what, args, message) => {
  const refused = run(args);
  await expect(refused).rejects.toThrow(CommandError);
  await expect(refused).rejects.toMatchObject({ code: 2, message: expect.stringMatching(message) });
});

test('a broken file is named', async () => {
  await run({ key: 'theme', value: 'light' });
  const file = join(home, 'gonogo', 'config.json');
  writeFileSync(file, '{');
  await expect(run()).rejects.toMatchObject({ code: 'broken', message: expect.stringContaining(file) });
});

test('a value that can’t be used can be mended', async () => {
  await run({ key: 'theme', value: 'light' });
  writeFileSync(join(home, 'gonogo', 'config.json'), '{"theme":"pink"}');
  await expect(run()).rejects.toThrow(PreferencesError);
  expect(await run({ key: 'theme', unset: true })).toMatchObject({ code: 0, out: 'dark\n' });
});
