/** What `--only` may name. */
export const parts = ['process', 'screen', 'peers'] as const;
export type SeekPart = (typeof parts)[number];
