import { formatOffset, parseDuration } from '../plan/duration.ts';
import type { Anchor } from '../plan/plan.ts';
import { formatDate, nextDay, toEpoch } from '../plan/zone.ts';
import type { RunState } from '../run/state.ts';
import { anchorClock } from '../run/timing.ts';

/** A moment of a recorded run, or why there is none. */
export type MomentFound =
  | { readonly type: 'found'; readonly at: number }
  | { readonly type: 'none'; readonly reason: string };

/** What was recorded: how the run stood at its end, and its first and last moment, epoch milliseconds. */
export type Recording = { readonly state: RunState; readonly from: number; readonly until: number };

/** `S+35m` and `D+5m` as those clocks showed it, `05:40` in the plan's zone. */
export function momentOf(text: string, recording: Recording): MomentFound {
  const trimmed = text.trim();
  const offset = /^([sd])\s*(?:([+-])\s*(.+))?$/i.exec(trimmed);
  if (offset !== null) return offsetMoment(offset, recording);
  const time = /^(\d{1,2}:\d{2})(:\d{2})?$/.exec(trimmed);
  return time === null ? none('S+35m, D+5m or 05:40') : timeMoment(trimmed, recording);
}

function offsetMoment([, anchor, sign, length]: RegExpExecArray, recording: Recording): MomentFound {
  const ms = length === undefined ? 0 : parseDuration(length);
  if (ms === undefined) return none('S+35m, D+5m or 05:40');
  const which: Anchor = anchor?.toUpperCase() === 'D' ? 'D' : 'S';
  if (which === 'D' && recording.state.fallback === undefined) return none('the fallback was never called');
  return firstShown(which, sign === '-' ? -ms : ms, recording);
}

/** The first moment when the clock of S, or D, showed this much: it stands still at holds, and may be set back. */
function firstShown(anchor: Anchor, offset: number, { state, from, until }: Recording): MomentFound {
  const shows = (at: number): number => anchorClock(state, anchor, at) ?? 0;
  const begins = anchor === 'D' ? Math.max(from, state.fallback?.at ?? from) : from;
  if (shows(begins) > offset) return none(`the record begins after ${anchor}${signed(offset)}`);
  const turns = state.clock.setBacks.map(({ at }) => at - 1).filter((at) => at > begins && at < until);
  for (const end of [...turns, until]) {
    if (shows(end) >= offset) return { type: 'found', at: lowest(begins, end, (at) => shows(at) >= offset) };
  }
  return none(`the record ends before ${anchor}${signed(offset)}`);
}

/** The least number of a range for which it holds; it does for the last one, and for all after the least. */
function lowest(from: number, to: number, holds: (at: number) => boolean): number {
  let low = from;
  let high = to;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** On the day the record began, else on the next. */
function timeMoment(time: string, { state, from, until }: Recording): MomentFound {
  const { zone } = state.schedule;
  const day = formatDate(from, zone);
  for (const date of [day, nextDay(day)]) {
    const found = toEpoch({ date, time: time.padStart(time.length > 5 ? 8 : 5, '0') }, zone);
    if (found.type === 'invalid') return none(found.message);
    // A minute begins before the record that begins in it.
    if (found.at + minuteMs > from && found.at <= until)
      return { type: 'found', at: Math.max(from, found.at) };
  }
  return none(`the record has no ${time}`);
}

function signed(offset: number): string {
  return formatOffset(Math.round(offset / 1000) * 1000);
}

function none(reason: string): MomentFound {
  return { type: 'none', reason };
}

const minuteMs = 60_000;
