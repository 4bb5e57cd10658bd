/** A clock for narrow columns: `0:43`, `1:15`, `1:17:43`, `-2:43`. */
export function shortClock(ms: number): string {
  const total = Math.floor(Math.abs(ms) / 1000);
  const hours = Math.floor(total / 3600);
  const minutes = Math.floor((total % 3600) / 60);
  const seconds = String(total % 60).padStart(2, '0');
  const sign = ms < 0 && total > 0 ? '-' : '';
  return hours > 0
    ? `${sign}${hours}:${String(minutes).padStart(2, '0')}:${seconds}`
    : `${sign}${minutes}:${seconds}`;
}

/** Lateness in minutes, from one minute on: `+3m`, `+1h05`; else empty. */
export function shortLateness(ms: number): string {
  const minutes = Math.floor(ms / 60_000);
  if (minutes < 1) return '';
  if (minutes < 60) return `+${minutes}m`;
  return `+${Math.floor(minutes / 60)}h${String(minutes % 60).padStart(2, '0')}`;
}
