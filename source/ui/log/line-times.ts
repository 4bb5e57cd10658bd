import { formatClock } from '../../plan/duration.ts';
import type { Step } from '../../plan/plan.ts';
import { formatTimeOfDay } from '../../plan/zone.ts';
import { allAttempts } from '../../run/attempt.ts';
import type { RunState } from '../../run/state.ts';
import { anchorClock, stepState } from '../../run/timing.ts';
import type { LogLine } from '../../session/log-book.ts';
import type { LogTimes } from '../view.ts';

/** When a line was written: `05:42:17`, `S+00:42:17`, or `+00:01:15` since its attempt began. */
export function lineTime(
  { at, attempt }: Pick<LogLine, 'at' | 'attempt'>,
  { state, step, times }: { readonly state: RunState; readonly step: Step; readonly times: LogTimes },
): string {
  switch (times) {
    case 'clock':
      return formatTimeOfDay(at, state.schedule.zone);
    case 'offset': {
      const back = state.fallback !== undefined && at >= state.fallback.at;
      const anchor = back ? 'D' : 'S';
      return anchor + signedClock(anchorClock(state, anchor, at) ?? 0);
    }
    case 'step': {
      const own = allAttempts(stepState(state, step.id)).find(({ number }) => number === attempt);
      return signedClock(at - (own?.startedAt ?? at));
    }
  }
}

function signedClock(ms: number): string {
  const clock = formatClock(ms);
  return clock.startsWith('-') ? clock : `+${clock}`;
}

export const timesAfter: Readonly<Record<LogTimes, LogTimes>> = {
  clock: 'offset',
  offset: 'step',
  step: 'clock',
};

export const timesWords: Readonly<Record<LogTimes, string>> = {
  clock: 'times of the day',
  offset: 'times of the clock of S, or D',
  step: 'times since the attempt began',
};
