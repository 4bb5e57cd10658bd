import { formatClock } from '../../plan/duration.ts';

/** A clock for narrow columns: `0:43`, `1:15`, `1:17:43`, `-2:43`. */
export function shortClock(ms: number): string {
  return hourClock(ms).replace(/^(-?)0:0?(\d+:)/, '$1$2');
}

/** With its hours also where there are none yet: `0:12:43`. */
export function hourClock(ms: number): string {
  return formatClock(ms).replace(/^(-?)0(\d:)/, '$1$2');
}

/** Lateness in minutes, from one minute on: `+3m`, `+1h05`, `+12h`; else empty. */
export function shortLateness(ms: number): string {
  const minutes = Math.floor(ms / 60_000);
  if (minutes < 1) return '';
  if (minutes < 60) return `+${minutes}m`;
  const hours = Math.floor(minutes / 60);
  // So late nobody reads the minutes, and columns are narrow.
  return hours < 10 ? `+${hours}h${String(minutes % 60).padStart(2, '0')}` : `+${hours}h`;
}
