import { describe, expect, test } from 'vitest';
import { type Theme, type Tone, themeOf } from '../../source/ui/theme.ts';

type Colour = readonly [number, number, number];

/** The backgrounds that people have behind such a theme. */
const BACKGROUNDS: readonly (readonly ['dark' | 'light', readonly Colour[]])[] = [
  [
    'dark',
    [
      [0, 0, 0],
      [30, 30, 30],
    ],
  ],
  [
    'light',
    [
      [255, 255, 255],
      [253, 246, 227],
    ],
  ],
];

describe.each(BACKGROUNDS)('%s', (name, backgrounds) => {
  const theme = themeOf(name, true);
  test.each(tonesOf(theme))('%s can be read', (tone) => {
    const { foreground, background } = coloursOf(theme[tone]);
    for (const behind of background === undefined ? backgrounds : [background]) {
      if (foreground === undefined) continue;
      // What WCAG asks of text.
      expect(contrast(foreground, behind)).toBeGreaterThanOrEqual(4.5);
    }
  });
});

test('high contrast has the terminal’s own sixteen colours only, which people choose for themselves', () => {
  for (const code of Object.values(themeOf('high-contrast', true))) expect(code).not.toContain('38;5');
});

test('tones that alarm are told apart without colours', () => {
  const mono = themeOf('mono', true);
  expect(new Set([mono.dim, mono.good, mono.bad]).size).toBe(3);
  expect(themeOf('dark', false)).toEqual(mono);
});

function tonesOf(theme: Theme): readonly Tone[] {
  return Object.keys(theme) as Tone[];
}

function coloursOf(code: string): { foreground: Colour | undefined; background: Colour | undefined } {
  const found = (kind: number) => new RegExp(`(?:^|;)${kind};5;(\\d+)`).exec(code)?.[1];
  const [front, back] = [found(38), found(48)];
  return {
    foreground: front === undefined ? undefined : palette(Number(front)),
    background: back === undefined ? undefined : palette(Number(back)),
  };
}

/** The colours 16 to 255 of every terminal. */
function palette(index: number): Colour {
  if (index >= 232) return [8 + (index - 232) * 10, 8 + (index - 232) * 10, 8 + (index - 232) * 10];
  const step = (value: number) => (value === 0 ? 0 : 55 + value * 40);
  const place = index - 16;
  return [step(Math.floor(place / 36)), step(Math.floor(place / 6) % 6), step(place % 6)];
}

function contrast(a: Colour, b: Colour): number {
  const [light = 0, dark = 0] = [luminance(a), luminance(b)].toSorted((x, y) => y - x);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(colour: Colour): number {
  const [r = 0, g = 0, b = 0] = colour.map((value) => {
    const share = value / 255;
    return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
