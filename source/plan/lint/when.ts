import { formatOffset } from '../duration.ts';
import type { Plan, Step } from '../plan.ts';
import { formatTime } from '../zone.ts';

/** `S+50m (05:50)`, for a moment in milliseconds from S as planned. */
export function fromStart(offset: number, plan: Plan): string {
  return `S${formatOffset(offset)} (${timeAt(offset, plan)})`;
}

/** `05:50` */
export function timeAt(offset: number, { window: { start, zone } }: Plan): string {
  return formatTime(start + offset, zone);
}

/** `S+50m` or `D+5m`, as the step's own line says it. */
export function dueOf({ anchor, offset = 0 }: Step): string {
  return `${anchor ?? ''}${formatOffset(offset)}`;
}
