const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Longest duration taken: what is longer is a slip of the pen, and would overflow dates. */
const LONGEST = 366 * DAY;

/** One number and its unit; the unit must not run on into another letter. */
const PART = /^\s*(\d{1,9})\s*(d|days?|h|hrs?|hours?|m|mins?|minutes?|s|secs?|seconds?)(?!\p{L})/iu;

/**
 * Reads `35m`, `10 min`, `1h30m`, `90s`, `2 hours`, or a bare `0`.
 * @returns milliseconds; undefined when the text is anything else
 */
export function parseDuration(text: string): number | undefined {
  const found = durationAt(text);
  return found !== undefined && text.slice(found.length).trim() === '' ? found.ms : undefined;
}

/** A duration at the start of a text, and how many characters it takes: `35m Programmer` has 3. */
export function durationAt(text: string): { readonly ms: number; readonly length: number } | undefined {
  let ms = 0;
  let length = 0;
  let smallest = Number.POSITIVE_INFINITY;
  for (;;) {
    const part = PART.exec(text.slice(length, length + 40));
    const unit = part === null ? undefined : unitOf(part[2] ?? '');
    if (part === null || unit === undefined || unit >= smallest) break;
    ms += Number(part[1]) * unit;
    length += part[0].length;
    smallest = unit;
  }
  if (length === 0) {
    const zero = /^\s*0(?![\w.:])/.exec(text);
    return zero === null ? undefined : { ms: 0, length: zero[0].length };
  }
  return ms > LONGEST ? undefined : { ms, length };
}

/** For people: `2m10s`, `1h30m`, `0s`; whole seconds. */
export function formatDuration(ms: number): string {
  const sign = ms < 0 ? '-' : '';
  const { hours, minutes, seconds } = split(ms);
  const text = [
    hours > 0 ? `${hours}h` : '',
    // `1h34s` reads like an hour and 34 minutes.
    minutes > 0 || (hours > 0 && seconds > 0) ? `${minutes}m` : '',
    seconds > 0 ? `${seconds}s` : '',
  ].join('');
  return text === '' ? '0s' : sign + text;
}

/** A running clock: `00:42:17`, `-00:10:00`. Counts hours past 24. */
export function formatClock(ms: number): string {
  const { hours, minutes, seconds } = split(ms);
  const sign = ms <= -SECOND ? '-' : '';
  return sign + [hours, minutes, seconds].map((n) => String(n).padStart(2, '0')).join(':');
}

/** The distance from an anchor, in minutes as plans write it up to three hours: `+35m`, `-10m`, `+65m`, `+0`. */
export function formatOffset(ms: number): string {
  if (ms === 0) return '+0';
  const size = Math.abs(ms);
  const text = size % MINUTE === 0 && size < 3 * HOUR ? `${size / MINUTE}m` : formatDuration(size);
  return (ms < 0 ? '-' : '+') + text;
}

function unitOf(unit: string): number | undefined {
  switch (unit[0]?.toLowerCase()) {
    case 'd':
      return DAY;
    case 'h':
      return HOUR;
    case 'm':
      return MINUTE;
    case 's':
      return SECOND;
    default:
      return undefined;
  }
}

function split(ms: number) {
  const total = Math.floor(Math.abs(ms) / SECOND);
  return {
    hours: Math.floor(total / 3600),
    minutes: Math.floor((total % 3600) / 60),
    seconds: total % 60,
  };
}
