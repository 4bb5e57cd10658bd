import { formatOffset } from '../plan/duration.ts';
import { formatDate, formatMoment, formatTimeOfDay } from '../plan/zone.ts';
import type { RunFacts } from './run-facts.ts';

/** `05:41:03`; with the date, where that is not the one of S. */
export function timeOf({ start, zone }: Pick<RunFacts, 'start' | 'zone'>, at: number): string {
  const date = formatDate(at, zone);
  const time = formatTimeOfDay(at, zone);
  return date === formatDate(start, zone) ? time : `${date} ${time}`;
}

/** `2009-08-18 06:12:10 PDT (S+72m10s)` */
export function momentOf(facts: Pick<RunFacts, 'start' | 'zone'>, at: number): string {
  return `${formatMoment(at, facts.zone)} (${offsetOf(facts, at)})`;
}

/** `S+72m10s`: whole seconds, as clocks show them. */
export function offsetOf({ start }: Pick<RunFacts, 'start'>, at: number): string {
  return `S${formatOffset(Math.floor((at - start) / 1000) * 1000)}`;
}
