/** A time of day at the start of a text, in minutes since midnight, and how many characters it takes. */
export type ClockAt = { readonly minute: number; readonly length: number; readonly sure: boolean };

const TIME = /^\s*(\d{1,2})\s?[:.h]\s?(\d{2})(?::\d{2})?(?!\d|[.:]\d)\s*([ap])\.?\s?m\b\.?/i;
const FULL = /^\s*(\d{1,2}):(\d{2})(?::\d{2})?(?!\d)(?:\s*(?:h|hrs|hours|uhr)\b)?/i;
const DOTTED = /^\s*(\d{1,2})[.h](\d{2})(?![\d.]|\s*(?:%|min|h\b|s\b|[KMG]B))/i;
const HOUR = /^\s*(\d{1,2})\s*([ap])\.?\s?m\b\.?/i;
const MILITARY = /^\s*([01]\d|2[0-3])([0-5]\d)(?:\s*(?:h|hrs|hours)\b|Z\b)?(?!\w|[-./]\d)/i;

export function clockAt(text: string): ClockAt | undefined {
  const head = text.slice(0, 40);
  const twelve = TIME.exec(head) ?? HOUR.exec(head);
  if (twelve !== null) {
    const half = (twelve[3] ?? twelve[2] ?? '').toLowerCase();
    const minutes = twelve[3] === undefined ? 0 : Number(twelve[2]);
    const hour = Number(twelve[1]);
    if (hour < 1 || hour > 12 || minutes > 59) return undefined;
    return {
      minute: ((hour % 12) + (half === 'p' ? 12 : 0)) * 60 + minutes,
      length: twelve[0].length,
      sure: true,
    };
  }
  for (const [pattern, sure] of [
    [FULL, true],
    [DOTTED, false],
    [MILITARY, false],
  ] as const) {
    const found = pattern.exec(head);
    if (found === null) continue;
    const [hour, minute] = [Number(found[1]), Number(found[2])];
    if (hour > 24 || minute > 59) continue;
    return { minute: (hour * 60 + minute) % 1440, length: found[0].length, sure };
  }
  return undefined;
}

/** `05:00` */
export function formatClock(minute: number): string {
  const day = ((minute % 1440) + 1440) % 1440;
  return `${String(Math.floor(day / 60)).padStart(2, '0')}:${String(day % 60).padStart(2, '0')}`;
}
