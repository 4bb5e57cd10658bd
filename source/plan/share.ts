import type { Share } from './plan.ts';

/** Reads `3` or `50%`; undefined when the text is anything else. */
export function parseShare(text: string): Share | undefined {
  const [, digits, sign] = /^(\d{1,5})(%?)$/.exec(text) ?? [];
  if (digits === undefined) return undefined;
  return { type: sign === '%' ? 'percent' : 'count', value: Number(digits) };
}

/** As a plan says it: `3`, `50%`. */
export function formatShare({ type, value }: Share): string {
  return type === 'percent' ? `${value}%` : String(value);
}
