import { formatDuration } from '../plan/duration.ts';
import type { Usual } from '../plan/usual.ts';

/** `usually 2m10s`, or `rehearsed 2m10s` where no real run tells. */
export function usualWords({ p50, source }: Pick<Usual, 'p50' | 'source'>): string {
  return `${source === 'run' ? 'usually' : 'rehearsed'} ${roughly(p50)}`;
}

/** Nobody plans the seconds of an hour. */
function roughly(ms: number): string {
  const grain = ms < hour ? second : minute;
  const rounded = Math.round(ms / grain) * grain;
  return rounded === 0 ? 'under 1s' : formatDuration(rounded);
}

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
