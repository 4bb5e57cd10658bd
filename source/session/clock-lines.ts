import { formatDuration } from '../plan/duration.ts';
import { formatTime } from '../plan/zone.ts';
import type { ForecastFacts } from '../run/forecast.ts';
import { odds } from '../run/odds.ts';
import { type Finish, finishOf, minuteWords, percentWords, wayBackWarning } from '../run/prospect-words.ts';
import { prospectsOf } from '../run/prospects.ts';
import type { RunState } from '../run/state.ts';
import type { WayBack } from '../run/way-back.ts';
import { nameOf } from '../run/words.ts';

/** How much time is left, when everything will be done, and how long one can still go back: a sentence each. */
export function clockLines({ state, now, usuals }: ForecastFacts): readonly string[] {
  if (state.ended !== undefined) return [];
  const { forecast, wayBack } = prospectsOf({ state, now, usuals });
  const finish = finishOf(state, forecast);
  return [
    distance({ at: state.schedule.closes, now, ahead: 'The window closes in', past: 'The window closed' }),
    ...(finish === undefined ? [] : [forecastLine(state, finish)]),
    ...oddsLines({ state, now, usuals }),
    ...(wayBack === undefined ? [] : wayBackLines({ state, now, wayBack })),
  ];
}

function forecastLine(state: RunState, { at, late = 0 }: Finish): string {
  const { closes, zone } = state.schedule;
  const what = state.fallback === undefined ? 'Everything' : 'The fallback';
  const drift = late < minute ? '' : ` (${minuteWords(late)} later than planned)`;
  const left = closes - at;
  const window = left < 0 ? `${minuteWords(-left)} after` : `${minuteWords(left)} before`;
  return `${what} is expected to be done at ${formatTime(at, zone)}${drift}, ${window} the window closes.`;
}

function oddsLines(facts: ForecastFacts): readonly string[] {
  const { seed = 1, schedule } = facts.state;
  const likely = odds({ ...facts, seed });
  if (likely === undefined) return [];
  const { closes, zone } = schedule;
  const inWindow = `${percentWords(likely.inTime)} by ${formatTime(closes, zone)}`;
  return [`The odds to be done: ${inWindow}, 90 % by ${formatTime(likely.p90, zone)}.`];
}

type Back = { readonly state: RunState; readonly now: number; readonly wayBack: WayBack };

function wayBackLines({ state, now, wayBack }: Back): readonly string[] {
  const { noReturn, lastSafe } = wayBack;
  if (noReturn !== undefined) return [`Past no return: ${nameOf(noReturn)} has begun.`];
  const ahead = 'Last safe fallback in';
  const safe = distance({ at: lastSafe, now, ahead, past: 'The last safe fallback passed' });
  const warning = wayBackWarning({ state, now, wayBack });
  if (warning !== undefined) return [safe, `${warning.charAt(0).toUpperCase()}${warning.slice(1)}.`];
  const { longer } = wayBack;
  if (longer === undefined) return [safe];
  const then = distance({
    at: longer.lastSafe,
    now,
    ahead: 'last safe fallback in',
    past: 'the last safe fallback passed',
  });
  return [safe, `Once ${nameOf(longer.step)} starts the way back is longer: ${then}`];
}

type Distance = { readonly at: number; readonly now: number; readonly ahead: string; readonly past: string };

function distance({ at, now, ahead, past }: Distance): string {
  return at >= now ? `${ahead} ${formatDuration(at - now)}.` : `${past} ${formatDuration(now - at)} ago.`;
}

const minute = 60_000;
