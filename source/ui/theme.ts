import type { Line } from './line.ts';
import type { ThemeName } from './theme-name.ts';

/** What a piece of text means; a theme says how that looks. The words and glyphs say it too. */
export type Tone =
  | 'dim'
  | 'strong'
  | 'heading'
  | 'accent'
  | 'good'
  | 'warn'
  | 'bad'
  | 'live'
  | 'rehearsal'
  | 'replay'
  | 'selected'
  | 'alarm';

/** SGR parameters of each tone. */
export type Theme = Readonly<Record<Tone, string>>;

/** Without colours only bold, dim and inverse are left. */
export function themeOf(name: ThemeName, colour: boolean): Theme {
  return colour ? themes[name] : themes.mono;
}

/** A row as the terminal takes it: SGR sequences and text, ending with everything reset. */
export function paint(line: Line, theme: Theme): string {
  return line
    .map(({ text, tone }) => (tone === undefined ? text : `\u001b[${theme[tone]}m${text}\u001b[0m`))
    .join('');
}

const mono: Theme = {
  dim: '2',
  strong: '1',
  heading: '1',
  accent: '1',
  good: '1',
  warn: '1',
  bad: '1;7',
  live: '1;7',
  rehearsal: '1',
  replay: '1',
  selected: '1;7',
  alarm: '1;7',
};

const dark: Theme = {
  dim: '38;5;245',
  strong: '1',
  heading: '1;38;5;110',
  accent: '38;5;117',
  good: '38;5;114',
  warn: '1;38;5;221',
  bad: '1;38;5;210',
  live: '1;38;5;231;48;5;124',
  rehearsal: '1;38;5;16;48;5;110',
  replay: '1;38;5;16;48;5;180',
  selected: '1;38;5;231;48;5;238',
  alarm: '1;38;5;231;48;5;160',
};

const light: Theme = {
  dim: '38;5;240',
  strong: '1',
  heading: '1;38;5;25',
  accent: '38;5;25',
  good: '38;5;22',
  warn: '1;38;5;94',
  bad: '1;38;5;160',
  live: '1;38;5;231;48;5;160',
  rehearsal: '1;38;5;231;48;5;25',
  replay: '1;38;5;231;48;5;94',
  selected: '1;38;5;16;48;5;252',
  alarm: '1;38;5;231;48;5;160',
};

const highContrast: Theme = {
  dim: '37',
  strong: '1;97',
  heading: '1;4;97',
  accent: '1;96',
  good: '1;92',
  warn: '1;93',
  bad: '1;91',
  live: '1;97;41',
  rehearsal: '1;30;106',
  replay: '1;30;103',
  selected: '1;7',
  alarm: '1;97;41',
};

const themes: Readonly<Record<ThemeName, Theme>> = { dark, light, 'high-contrast': highContrast, mono };
