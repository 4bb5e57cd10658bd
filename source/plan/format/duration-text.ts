import { durationAt, formatOffset, parseDuration } from '../duration.ts';

const DAY = 24 * 60 * 60 * 1000;

/** The distance from an anchor as the screens show it: `+ 35m`, `- 10m`, `+ 0`; whole days as such. */
export function offsetText(ms: number, next: string): string {
  const size = Math.abs(ms);
  // `0 Days` of `(S + 0m Days Off)` would be a duration.
  if (size === 0) return durationAt(`0 ${next}`)?.length === 1 ? '+ 0' : '+ 0m';
  const amount = size % DAY === 0 ? `${size / DAY}d` : formatOffset(size).slice(1);
  return `${ms < 0 ? '-' : '+'} ${amount}`;
}

/** `10 min` as `10m`, `1 hour 30 minutes` as `1h30m`; the numbers stay: 90s is what somebody meant. */
export function durationText(written: string): string {
  const ms = parseDuration(written);
  if (ms === undefined) return written;
  if (ms === 0) return '0';
  return written
    .trim()
    .replace(/(\d+)\s*([dhms])[a-z]*\s*/gi, (_, number, unit) => `${Number(number)}${unit.toLowerCase()}`);
}
