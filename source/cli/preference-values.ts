import { isAbsolute, resolve } from 'node:path';
import { z } from 'zod';
import { themeNames } from '../ui/theme-name.ts';

/** What the file may hold; keys of later versions are left alone. */
export const storedPreferences = z
  .object({
    person: z
      .string('must be a name')
      .trim()
      .regex(/^\P{C}{1,80}$/u, 'must be a name of 1 to 80 visible characters'),
    roles: z
      .array(
        z
          .string('must be a list of roles')
          .trim()
          .toLowerCase()
          .regex(/^[^\s,\p{C}]{1,80}$/u, 'must be roles of a plan, separated by commas, such as qc,dba'),
        'must be a list of roles',
      )
      .min(1, 'must name one role at least; without any, you act in every role of the plan'),
    theme: z.enum(themeNames, `must be one of ${themeNames.join(', ')}`),
    ascii: z.boolean('must be yes or no'),
    journal: z.string('must be a path').refine(isAbsolute, 'must be the path of a file'),
  })
  .partial();

export type StoredPreferences = z.infer<typeof storedPreferences>;
export type PreferenceKey = keyof StoredPreferences;

export const preferenceKeys: readonly PreferenceKey[] = storedPreferences.keyof().options;

export function isPreferenceKey(text: string): text is PreferenceKey {
  return preferenceKeys.some((key) => key === text);
}

/** A value as typed: roles are separated by commas, a relative path is taken from this folder. */
export function parsePreference(
  key: PreferenceKey,
  text: string,
):
  | { readonly type: 'valid'; readonly values: StoredPreferences }
  | { readonly type: 'invalid'; readonly message: string } {
  const result = storedPreferences.safeParse({ [key]: typed(key, text) });
  if (result.success) return { type: 'valid', values: result.data };
  return { type: 'invalid', message: result.error.issues[0]?.message ?? 'is not valid' };
}

function typed(key: PreferenceKey, text: string): unknown {
  if (key === 'roles') return text.split(',').filter((role) => role.trim() !== '');
  if (key === 'journal' && text !== '') return resolve(text);
  if (key === 'ascii')
    return /^(?:yes|true|on|1)$/i.test(text) || (/^(?:no|false|off|0)$/i.test(text) ? false : text);
  return text;
}
