export const themeNames = ['dark', 'light', 'high-contrast', 'mono'] as const;

export type ThemeName = (typeof themeNames)[number];
