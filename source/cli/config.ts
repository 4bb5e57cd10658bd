import { homedir } from 'node:os';
import { defaultJournalPath } from '../journal/journal-path.ts';
import { suggest } from '../plan/suggest.ts';
import { CommandError } from './command-error.ts';
import { exitCodes } from './exit-codes.ts';
import type { Io } from './io.ts';
import { isPreferenceKey, type PreferenceKey, parsePreference, preferenceKeys } from './preference-values.ts';
import { changePreferences, forgetPreference, openPreferences, type Preferences } from './preferences.ts';

export type ConfigArguments = {
  readonly key?: string | undefined;
  readonly value?: string | undefined;
  readonly unset?: boolean | undefined;
  readonly json: boolean;
};

/** `gonogo config [KEY [VALUE]]`: lists the preferences, prints one, keeps one, or drops one. */
export async function config({ key, value, unset = false, json }: ConfigArguments, io: Io): Promise<number> {
  if (key === undefined && unset) throw new CommandError(exitCodes.usage, '--unset needs a key');
  if (key === undefined) return list(json, io);
  if (!isPreferenceKey(key)) {
    const near = suggest(key, preferenceKeys);
    const hint = near === undefined ? `there are ${preferenceKeys.join(', ')}` : `did you mean ${near}?`;
    const message = `there is no preference '${key}'; ${hint}`;
    throw new CommandError(exitCodes.usage, message);
  }
  if (unset && value !== undefined) {
    throw new CommandError(exitCodes.usage, `either a value for ${key} or --unset, not both`);
  }
  if (unset) await forgetPreference(key, { env: io.env });
  if (value !== undefined) await keep(key, value, io);
  return show(key, json, io);
}

async function keep(key: PreferenceKey, value: string, io: Io): Promise<void> {
  const parsed = parsePreference(key, value);
  if (parsed.type === 'invalid') throw new CommandError(exitCodes.usage, `${key} ${parsed.message}`);
  await changePreferences(parsed.values, { env: io.env });
}

async function list(json: boolean, io: Io): Promise<number> {
  const preferences = await openPreferences({ env: io.env });
  if (json) io.out(`${JSON.stringify({ ...asData(preferences, io), file: preferences.file }, null, 2)}\n`);
  else {
    for (const key of preferenceKeys) io.out(`${key.padEnd(8)} ${inWords(key, preferences, io)}\n`);
    io.out(`${'file'.padEnd(8)} ${preferences.file}\n`);
  }
  return exitCodes.ok;
}

async function show(key: PreferenceKey, json: boolean, io: Io): Promise<number> {
  const preferences = await openPreferences({ env: io.env });
  if (json) io.out(`${JSON.stringify({ [key]: asData(preferences, io)[key] }, null, 2)}\n`);
  else io.out(`${inWords(key, preferences, io)}\n`);
  return exitCodes.ok;
}

/** `null` for roles: every role of the plan; for ascii: as the locale says. */
function asData({ person, roles, theme, ascii, journal }: Preferences, io: Io) {
  return { person, roles: roles ?? null, theme, ascii: ascii ?? null, journal: journal ?? usualJournal(io) };
}

function inWords(key: PreferenceKey, preferences: Preferences, io: Io): string {
  switch (key) {
    case 'person':
      return preferences.person;
    case 'roles':
      return preferences.roles?.join(',') ?? '(every role of the plan)';
    case 'theme':
      return preferences.theme;
    case 'ascii':
      return preferences.ascii === undefined ? '(as the locale says)' : preferences.ascii ? 'yes' : 'no';
    case 'journal':
      return preferences.journal ?? usualJournal(io);
  }
}

function usualJournal(io: Io): string {
  return defaultJournalPath({ env: io.env, home: io.env.HOME || homedir() });
}
