import { safeLine } from '../plan/safe-text.ts';
import { suggestion } from '../plan/suggest.ts';
import { type ThemeName, themeNames } from '../ui/theme-name.ts';
import { CommandError } from './command-error.ts';
import { exitCodes } from './exit-codes.ts';
import type { Io } from './io.ts';
import { openPreferences } from './preferences.ts';

/** How this person wants the screens drawn. */
export type ScreenLook = { readonly theme: ThemeName; readonly ascii: boolean; readonly colour: boolean };

/** A flag wins over the environment, and that over the preferences; then the locale says what can be drawn. */
export async function screenLook(
  options: { readonly theme?: ThemeName | undefined; readonly ascii?: boolean | undefined },
  { env }: Pick<Io, 'env'>,
): Promise<ScreenLook> {
  const preferences = await openPreferences({ env });
  return {
    theme: options.theme ?? themeFrom(env.GONOGO_THEME) ?? preferences.theme,
    ascii: options.ascii ?? switchFrom(env.GONOGO_ASCII) ?? preferences.ascii ?? !speaksUtf8(env),
    colour: env.NO_COLOR === undefined || env.NO_COLOR === '',
  };
}

/** What the locale says; none at all is no reason to think of an old terminal. */
export function speaksUtf8(env: NodeJS.ProcessEnv): boolean {
  const locale = env.LC_ALL || env.LC_CTYPE || env.LANG || '';
  return /utf-?8/i.test(locale) || locale === '';
}

function themeFrom(text: string | undefined): ThemeName | undefined {
  if (text === undefined || text === '') return undefined;
  const theme = themeNames.find((name) => name === text);
  if (theme !== undefined) return theme;
  const hint = suggestion(text, themeNames)?.replaceAll('`', '') ?? '';
  throw new CommandError(exitCodes.usage, `GONOGO_THEME: there is no theme '${safeLine(text)}'; ${hint}`);
}

function switchFrom(text: string | undefined): boolean | undefined {
  if (text === undefined || text === '') return undefined;
  return !/^(?:0|no|off|false)$/i.test(text);
}
