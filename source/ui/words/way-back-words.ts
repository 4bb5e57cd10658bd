import type { Step } from '../../plan/plan.ts';
import { hasFallback } from '../../plan/schedule.ts';
import { formatTime } from '../../plan/zone.ts';
import type { ForecastFacts } from '../../run/forecast.ts';
import { lastSafeAfter } from '../../run/way-back.ts';
import { hourClock } from './short-clock.ts';

/** That the way back gets longer once this step has begun; undefined where it doesn't. */
export type LongerWay = { readonly text: string; readonly passed: boolean };

export function longerWay({ state, now, usuals }: ForecastFacts, step: Step): LongerWay | undefined {
  const called = state.fallback !== undefined || state.ended !== undefined;
  if (called || !hasFallback(state.plan)) return undefined;
  const { closes, zone } = state.schedule;
  const before = lastSafeAfter({ state, usuals });
  const after = lastSafeAfter({ state, usuals, step });
  if (after >= before) return undefined;
  const [then, today] = [formatTime(after, zone), formatTime(before, zone)];
  const way = `From then on the way back takes ${hourClock(closes - after)}`;
  if (now > after) {
    const late = hourClock(now - after);
    return { text: `${way}: it would end ${late} AFTER the window closes.`, passed: true };
  }
  return {
    text: `${way}: last safe fallback ${then} (in ${hourClock(after - now)}), not ${today}.`,
    passed: false,
  };
}
