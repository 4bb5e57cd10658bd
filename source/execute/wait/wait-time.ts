import { formatDuration, formatOffset } from '../../plan/duration.ts';
import { nearestTime } from '../../plan/time-of-day.ts';
import type { WaitFor } from '../../plan/wait-action.ts';
import { formatMoment } from '../../plan/zone.ts';
import type { JobClock } from '../executor.ts';
import type { Timers } from '../timers.ts';
import { type Looker, never } from './wait-look.ts';

type Moment = Extract<WaitFor, { readonly type: 'time' | 'offset' }>;

/** Milliseconds: a hold stops the clock of S at any time. */
const glance = 1_000;
/** Milliseconds: during a hold the moment moves on with every look, which is not worth a line each. */
const worthSaying = 60_000;

/** Until a time of day, or until the clock of S or D shows an offset: that one stands still during a hold. */
export function timeLooker(
  moment: Moment,
  { clock, timers }: { readonly clock: JobClock | undefined; readonly timers: Timers },
): Looker {
  let told: number | undefined;
  return async () => {
    if (clock === undefined) return never({ type: 'refused', reason: 'there is no clock here to wait for' });
    const left = leftUntil(moment, clock, timers.now());
    if (left === undefined) {
      const reason =
        moment.type === 'time'
          ? `there is no ${moment.time} on this day in ${clock.zone}`
          : `${moment.anchor} was not called`;
      return never({ type: 'refused', reason });
    }
    const exact = timers.now() + left;
    if (told === undefined || Math.abs(exact - told) >= worthSaying) told = Math.round(exact / 1_000) * 1_000;
    const at = formatMoment(told, clock.zone);
    const name = moment.type === 'time' ? at : `${moment.anchor}${formatOffset(moment.offset)}, ${at}`;
    if (left <= 0)
      return { type: 'yet', words: left > -60_000 ? name : `${name}: ${formatDuration(-left)} ago` };
    return { type: 'not-yet', words: name, again: Math.min(left, glance) };
  };
}

/** Milliseconds; undefined where the moment never comes, or nobody knows when. */
export function leftUntil(moment: Moment, clock: JobClock, now: number): number | undefined {
  if (moment.type === 'offset') return clock.left(moment.anchor, moment.offset);
  const at = nearestTime(moment.time, { near: clock.start, zone: clock.zone });
  return at === undefined ? undefined : at - now;
}
