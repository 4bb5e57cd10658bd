import { existsSync } from 'node:fs';
import { homedir, userInfo } from 'node:os';
import { isAbsolute, join } from 'node:path';
import type Conf from 'conf';
import type { ZodError } from 'zod';
import type { ThemeName } from '../ui/theme-name.ts';
import type { PreferenceKey, StoredPreferences } from './preference-values.ts';
import { PreferencesError } from './preferences-error.ts';

/** What is remembered about the person at this keyboard, with defaults for what is not. */
export type Preferences = {
  /** The file they are kept in; need not exist. */
  readonly file: string;
  readonly person: string;
  /** Role ids; undefined: every role of the plan. */
  readonly roles: readonly string[] | undefined;
  readonly theme: ThemeName;
  /** Undefined: as the locale says. */
  readonly ascii: boolean | undefined;
  /** Absolute path; undefined: the journal's usual place. */
  readonly journal: string | undefined;
};

export type PreferencesPlace = {
  readonly env?: Readonly<Record<string, string | undefined>> | undefined;
  /** The folder of the file; the XDG config folder otherwise. */
  readonly cwd?: string | undefined;
};

/** Reads them. Rejects with a PreferencesError. */
export async function openPreferences(place: PreferencesPlace = {}): Promise<Preferences> {
  const { env = process.env } = place;
  const file = fileOf(place);
  // Nothing to read is the usual case, and conf takes its time to load.
  const stored = existsSync(file) ? await read(place) : {};
  return {
    file,
    person: stored.person ?? loginName(env),
    roles: stored.roles,
    theme: stored.theme ?? 'dark',
    ascii: stored.ascii,
    journal: stored.journal,
  };
}

async function read(place: PreferencesPlace): Promise<StoredPreferences> {
  const { storedPreferences } = await import('./preference-values.ts');
  return withStore(place, ({ store }) => {
    const result = storedPreferences.safeParse(store);
    if (result.success) return result.data;
    throw invalid(result.error, fileOf(place));
  });
}

/** Keeps these values, which must have been checked, and leaves the others. Rejects with a PreferencesError. */
export async function changePreferences(
  values: StoredPreferences,
  place: PreferencesPlace = {},
): Promise<void> {
  await withStore(place, (store) => store.set(values));
}

/** Goes back to the default of one. Rejects with a PreferencesError. */
export async function forgetPreference(key: PreferenceKey, place: PreferencesPlace = {}): Promise<void> {
  await withStore(place, (store) => store.delete(key));
}

async function withStore<Result>(
  place: PreferencesPlace,
  use: (store: Conf<StoredPreferences>) => Result,
): Promise<Result> {
  const { default: Store } = await import('conf');
  try {
    const store = new Store<StoredPreferences>({
      projectName: 'gonogo',
      projectSuffix: '',
      cwd: folderOf(place),
      clearInvalidConfig: false,
      accessPropertiesByDotNotation: false,
    });
    return use(store);
  } catch (cause) {
    throw translated(cause, fileOf(place));
  }
}

function translated(cause: unknown, file: string): unknown {
  if (!(cause instanceof Error) || cause instanceof PreferencesError) return cause;
  if (cause instanceof SyntaxError) {
    const message = `the preferences in ${file} are not valid JSON: mend the file or remove it`;
    return new PreferencesError({ code: 'broken', file, message, cause });
  }
  const message = `the preferences in ${file} can't be used (${cause.message}): check the file and its folder`;
  return new PreferencesError({ code: 'io', file, message, cause });
}

function invalid(cause: ZodError, file: string): PreferencesError {
  const [issue] = cause.issues;
  const key = String(issue?.path[0]);
  const mend = `set it with gonogo config ${key} VALUE, or drop it with gonogo config ${key} --unset`;
  return new PreferencesError({
    code: 'invalid',
    file,
    message: `${key} in ${file} ${issue?.message}: ${mend}`,
    cause,
  });
}

function fileOf(place: PreferencesPlace): string {
  return join(folderOf(place), 'config.json');
}

function folderOf({ env = process.env, cwd }: PreferencesPlace): string {
  if (cwd !== undefined) return cwd;
  const config = env.XDG_CONFIG_HOME;
  // The XDG specification says that a relative path is to be ignored.
  const folder = config !== undefined && isAbsolute(config) ? config : join(env.HOME || homedir(), '.config');
  return join(folder, 'gonogo');
}

function loginName(env: Readonly<Record<string, string | undefined>>): string {
  if (env.USER) return env.USER;
  try {
    return userInfo().username;
  } catch {
    // A container may run under a uid that has no name.
    return `uid ${process.getuid?.() ?? 'unknown'}`;
  }
}
