import { formatDuration, formatOffset } from '../plan/duration.ts';
import { type Plan, stepsOf } from '../plan/plan.ts';
import { safeLine } from '../plan/safe-text.ts';
import { fallbackLength, firstDecision, lastSafeFallback, spanOf, timelineOf } from '../plan/schedule.ts';
import { timetableOf } from '../plan/timetable.ts';
import { formatDate, formatTime, formatTimeOfDay, zoneAbbreviation } from '../plan/zone.ts';

/** What `gonogo check` says last: how much room the plan leaves, forward and back. */
export function planEnding(plan: Plan): string {
  return [wayBack(plan), noReturn(plan), roomForward(plan), roomAtDecision(plan)]
    .filter((text) => text !== '')
    .join('\n');
}

function wayBack(plan: Plan): string {
  const length = fallbackLength(plan);
  const lastSafe = lastSafeFallback(plan);
  if (length === undefined || lastSafe === undefined) return 'The plan has no way back.';
  const { start, zone } = plan.window;
  const took = `The fallback takes ${formatDuration(length)};`;
  const at = `S${formatOffset(lastSafe - start)} (${planClock(lastSafe, plan.window)} ${zoneAbbreviation(lastSafe, zone)})`;
  if (lastSafe < start) return `${took} it never ends before the window closes: last safe fallback ${at}.`;
  const main = timelineOf(plan, 'main');
  const mainEnds = main === undefined ? undefined : spanOf(plan, main)?.ends;
  const late = mainEnds !== undefined && start + mainEnds > lastSafe;
  return `${took} last safe fallback ${at}${late ? ', before the main timeline ends' : ''}.`;
}

/** A last safe fallback that comes after what can't be undone promises too much. */
function noReturn(plan: Plan): string {
  const lastSafe = lastSafeFallback(plan);
  const slots = timetableOf(plan);
  const first = stepsOf(plan)
    .filter((step) => step.noReturn && step.timeline !== 'fallback')
    .toSorted((a, b) => (slots.get(a.id)?.begins ?? 0) - (slots.get(b.id)?.begins ?? 0))[0];
  const begins = first === undefined ? undefined : slots.get(first.id)?.begins;
  if (first === undefined || begins === undefined || lastSafe === undefined) return '';
  if (plan.window.start + begins >= lastSafe) return '';
  const name = safeLine(`${first.number} ${first.title}`);
  const at = `S${formatOffset(begins)} (${planClock(plan.window.start + begins, plan.window)})`;
  return `No way back once ${name} has begun, ${at}: it can't be undone.`;
}

function roomForward(plan: Plan): string {
  const main = timelineOf(plan, 'main');
  const span = main === undefined ? undefined : spanOf(plan, main);
  if (span === undefined) return '';
  const { start, closes } = plan.window;
  const ends = `The main timeline ends S${formatOffset(span.ends)} (${planClock(start + span.ends, plan.window)})`;
  return `${ends}, ${distance(closes - start - span.ends)} the window closes.`;
}

function roomAtDecision(plan: Plan): string {
  const decision = firstDecision(plan);
  const slot = decision === undefined ? undefined : timetableOf(plan).get(decision.id);
  const lastSafe = lastSafeFallback(plan);
  if (decision === undefined || slot === undefined || lastSafe === undefined) return '';
  const left = lastSafe - plan.window.start - slot.ends;
  const name = safeLine(`${decision.number} ${decision.title}`);
  const place = left === 0 ? 'in the very minute of' : distance(left);
  return `The decision (${name}) falls by S${formatOffset(slot.ends)}, ${place} the last safe fallback.`;
}

function distance(ms: number): string {
  return ms < 0 ? `${formatDuration(-ms)} after` : `${formatDuration(ms)} before`;
}

/** Time of day, with its date where that is not the window's first day, and seconds where there are some. */
export function planClock(ms: number, { opens, zone }: Plan['window']): string {
  const time = ms % 60_000 === 0 ? formatTime(ms, zone) : formatTimeOfDay(ms, zone);
  const date = formatDate(ms, zone);
  return date === formatDate(opens, zone) ? time : `${date.slice(5)} ${time}`;
}
