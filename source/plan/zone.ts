import { Temporal } from 'temporal-polyfill';
import { suggest } from './suggest.ts';

/** A date and a time of day in some zone, as a plan says it. */
export type WallTime = { readonly date: string; readonly time: string };

export type WallTimeResult =
  | { readonly type: 'time'; readonly at: number }
  | { readonly type: 'invalid'; readonly message: string };

export type ZoneResult =
  | { readonly type: 'zone'; readonly zone: string }
  | { readonly type: 'unknown'; readonly suggestion: string | undefined };

/** Takes an IANA name (`America/Los_Angeles`, `UTC`) in any case; an offset like `+02:00` names no zone. */
export function findZone(name: string): ZoneResult {
  const unknown = () => ({
    type: 'unknown' as const,
    suggestion: suggest(name, Intl.supportedValuesOf('timeZone')),
  });
  if (!/^(?:UTC|[A-Za-z_]+(?:\/[A-Za-z0-9_+-]+)+)$/i.test(name)) return unknown();
  try {
    return {
      type: 'zone',
      zone: new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone,
    };
  } catch {
    return unknown();
  }
}

/** Epoch milliseconds of a wall clock time; one that happens twice or never is refused. */
export function toEpoch(wall: WallTime, zone: string): WallTimeResult {
  let plain: Temporal.PlainDateTime;
  try {
    plain = Temporal.PlainDateTime.from(`${wall.date}T${wall.time.padStart(5, '0')}`, { overflow: 'reject' });
  } catch {
    return { type: 'invalid', message: `there is no ${wall.date} ${wall.time}` };
  }
  const earlier = plain.toZonedDateTime(zone, { disambiguation: 'earlier' });
  const later = plain.toZonedDateTime(zone, { disambiguation: 'later' });
  if (earlier.epochMilliseconds === later.epochMilliseconds) {
    return { type: 'time', at: earlier.epochMilliseconds };
  }
  const skipped = !earlier.toPlainDateTime().equals(plain);
  const how = skipped ? 'does not exist' : 'happens twice';
  return { type: 'invalid', message: `${wall.date} ${wall.time} ${how} in ${zone}: the clocks change there` };
}

export function nextDay(date: string): string {
  return Temporal.PlainDate.from(date).add({ days: 1 }).toString();
}

/** `05:00` */
export function formatTime(ms: number, zone: string): string {
  return formatTimeOfDay(ms, zone).slice(0, 5);
}

/** `05:00:17` */
export function formatTimeOfDay(ms: number, zone: string): string {
  return formatter(zone, 'time', TIME).format(ms);
}

/** `2009-08-18` */
export function formatDate(ms: number, zone: string): string {
  return Temporal.Instant.fromEpochMilliseconds(Math.floor(ms))
    .toZonedDateTimeISO(zone)
    .toPlainDate()
    .toString();
}

/** `PDT`; what the zone is called at that moment. */
export function zoneAbbreviation(ms: number, zone: string): string {
  const parts = formatter(zone, 'name', { timeZoneName: 'short' }).formatToParts(ms);
  return parts.find((part) => part.type === 'timeZoneName')?.value ?? zone;
}

/** `2009-08-18 05:00:17 PDT` */
export function formatMoment(ms: number, zone: string): string {
  return `${formatDate(ms, zone)} ${formatTimeOfDay(ms, zone)} ${zoneAbbreviation(ms, zone)}`;
}

/** `2009-08-18T05:00:00-07:00` */
export function formatIso(ms: number, zone: string): string {
  return Temporal.Instant.fromEpochMilliseconds(Math.floor(ms)).toString({
    timeZone: zone,
    smallestUnit: 'second',
  });
}

const TIME = { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' } as const;

/** Making one costs milliseconds. */
const formatters = new Map<string, Intl.DateTimeFormat>();

function formatter(zone: string, kind: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${kind} ${zone}`;
  const known = formatters.get(key);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat('en-US', { ...options, timeZone: zone });
  formatters.set(key, made);
  return made;
}
