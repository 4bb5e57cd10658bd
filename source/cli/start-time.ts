import { parseDuration } from '../plan/duration.ts';
import { formatDate, toEpoch } from '../plan/zone.ts';

/**
 * When S shall be: `now`, `+10m` or `-75m` from now, `05:00` (today, in the plan's zone),
 * `2026-11-24 05:00`, or a time with its own offset (`2026-11-24T05:00-08:00`).
 * @returns epoch milliseconds; undefined when the text is none of these
 */
export function parseStart({
  text,
  now,
  zone,
}: {
  text: string;
  now: number;
  zone: string;
}): number | undefined {
  const trimmed = text.trim();
  if (trimmed === 'now') return now;
  const relative = /^([+-])(.+)$/.exec(trimmed);
  if (relative?.[2] !== undefined) {
    const duration = parseDuration(relative[2]);
    return duration === undefined ? undefined : now + (relative[1] === '-' ? -duration : duration);
  }
  const wall = /^(?:(\d{4}-\d{2}-\d{2})[ T])?(\d{1,2}:\d{2})$/.exec(trimmed);
  if (wall?.[2] !== undefined) {
    const result = toEpoch({ date: wall[1] ?? formatDate(now, zone), time: wall[2] }, zone);
    return result.type === 'time' ? result.at : undefined;
  }
  const exact = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2})(:\d{2})?(Z|[+-]\d{2}:\d{2})$/.exec(trimmed);
  // Date.parse takes 30 February for the second of March.
  if (toEpoch({ date: exact?.[1] ?? '', time: exact?.[2] ?? '' }, 'UTC').type === 'invalid') return undefined;
  const at = Date.parse(trimmed);
  return Number.isNaN(at) ? undefined : at;
}
