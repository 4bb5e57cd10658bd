import { formatDuration } from '../plan/duration.ts';
import { stepsOf } from '../plan/plan.ts';
import { formatTime } from '../plan/zone.ts';
import type { Forecast } from './forecast.ts';
import { runningSteps } from './select.ts';
import type { RunState } from './state.ts';
import { openVotes } from './status.ts';
import { plannedSlot, stepState } from './timing.ts';
import type { WayBack } from './way-back.ts';
import { nameOf, roleLabel } from './words.ts';

/** When what is worked on ends, epoch milliseconds, and how much later than planned; undefined without a plan for it. */
export type Finish = { readonly at: number; readonly late: number | undefined };

/** Undefined where there is nothing to come to an end. */
export function finishOf(state: RunState, forecast: Forecast): Finish | undefined {
  if (forecast.ends === undefined) return undefined;
  const planned = stepsOf(state.plan).flatMap((step) =>
    forecast.steps.has(step.id) ? (plannedSlot(state, step)?.ends ?? []) : [],
  );
  const end = planned.reduce((last, ends) => Math.max(last, ends), Number.NEGATIVE_INFINITY);
  return { at: forecast.ends, late: Number.isFinite(end) ? forecast.ends - end : undefined };
}

/** Hours and minutes; of less than a minute only that. */
export function minuteWords(ms: number): string {
  return ms < minute ? 'under 1m' : formatDuration(Math.floor(ms / minute) * minute);
}

/** Never sure: `> 99 %`, `< 1 %`. */
export function percentWords(share: number): string {
  const percent = Math.round(share * 100);
  return `${percent === 100 ? '> 99' : percent === 0 ? '< 1' : percent} %`;
}

type Back = { readonly state: RunState; readonly now: number; readonly wayBack: WayBack };

/** Whether the next decision falls after the last safe fallback, by a minute at least: no forecast is better than that. */
export function isDecisionLate({ level, decision }: WayBack): boolean {
  return level === 'late' && decision !== undefined && decision.at - decision.lastSafe >= minute;
}

/** Why the way back needs somebody's thought, and what is left; undefined while it is safe, or no way back any more. */
export function wayBackWarning({ state, now, wayBack }: Back): string | undefined {
  const { level, decision, noReturn } = wayBack;
  if (noReturn !== undefined) return undefined;
  if (level === 'passed') return overrun({ state, now, wayBack });
  if (wayBack.home - state.schedule.closes >= minute) return waitsTooLong({ state, now, wayBack });
  if (decision === undefined || !isDecisionLate(wayBack)) return undefined;
  const { poll, owners } = decision.step;
  const who = poll.length > 0 ? poll.map((role) => roleLabel(state, role)) : owners.map(({ name }) => name);
  const { zone } = state.schedule;
  const late = `${minuteWords(decision.at - decision.lastSafe)} too late to fall back safely`;
  const when = `${formatTime(decision.at, zone)}, safe until ${formatTime(decision.lastSafe, zone)}`;
  return `${who.join(', ')} will decide ${late} (${when})`;
}

function overrun({ state, now, wayBack: { length, decision } }: Back): string {
  const { closes, zone } = state.schedule;
  const home = now + length;
  const waits = decision === undefined ? [] : openVotes(decision.step, stepState(state, decision.step.id));
  const who = waits.map((role) => roleLabel(state, role)).join(', ');
  const agree = who === '' ? '' : `; ${who} ${waits.length === 1 ? 'has' : 'have'} not decided yet`;
  return `going back now ends ${formatTime(home, zone)}, ${minuteWords(home - closes)} after the window${agree}`;
}

/** Of what runs only a person can tell whether it may be stopped. */
function waitsTooLong({ state, wayBack: { home, length } }: Back): string {
  const { closes, zone } = state.schedule;
  const running = runningSteps(state).map(nameOf).join(', ');
  const until = `until ${formatTime(home - length, zone)}`;
  const late = `${minuteWords(home - closes)} after the window`;
  // A narrow screen cuts the end: what it means for the window comes first.
  return `going back now would end ${formatTime(home, zone)}, ${late}: it waits for ${running}, ${until}`;
}

const minute = 60_000;
