import { formatDuration, formatOffset } from '../../plan/duration.ts';
import type { Step } from '../../plan/plan.ts';
import { formatTime } from '../../plan/zone.ts';
import { allAttempts } from '../../run/attempt.ts';
import { decide } from '../../run/decide.ts';
import type { RunEvent } from '../../run/event.ts';
import { type ForecastFacts, forecast } from '../../run/forecast.ts';
import { reduce } from '../../run/reduce.ts';
import { findStep } from '../../run/select.ts';
import type { RunState } from '../../run/state.ts';
import { anchorClock, stepState } from '../../run/timing.ts';
import { nameOf, statusWords } from '../../run/words.ts';
import { hourClock } from './short-clock.ts';

/** What going back to a step would do now. */
export type Recycling = {
  readonly event: Extract<RunEvent, { type: 'run.recycled' }>;
  readonly steps: readonly Step[];
  /** As it will be then. */
  readonly state: RunState;
};

/** Undefined where it is refused. */
export function recyclingTo(state: RunState, to: string, now: number): Recycling | undefined {
  const decision = decide(state, { type: 'recycle', to, reason: '-', by: '-' }, now);
  const [event] = decision.type === 'accepted' ? decision.events : [];
  if (event?.type !== 'run.recycled') return undefined;
  return {
    event,
    steps: event.steps.flatMap((id) => findStep(state, id) ?? []),
    state: reduce(state, { seq: state.version + 1, at: now, event }),
  };
}

/** What begins anew, what becomes of the clocks, and when it ends then; a sentence or two each. */
export function recycleBody(recycling: Recycling, facts: ForecastFacts): readonly string[] {
  const { length } = recycling.steps;
  const [what, their] = length === 1 ? ['It begins anew', 'Its'] : [`${length} steps begin anew`, 'Their'];
  return [
    `${what}. ${their} attempts stay in the record; what was checked, signed and voted counts no more. Nothing is undone.`,
    clockWords(recycling, facts),
    ...endWords(recycling, facts),
  ];
}

/** `3 Back up the database: done, 1 attempt` */
export function recycleLines({ steps }: Recycling, state: RunState): readonly string[] {
  return steps.map((step) => {
    const own = stepState(state, step.id);
    const count = allAttempts(own).length;
    const attempts = count === 0 ? '' : `, ${count} ${count === 1 ? 'attempt' : 'attempts'}`;
    return `${nameOf(step)}: ${statusWords[own.status]}${attempts}`;
  });
}

function clockWords({ event, steps, state }: Recycling, { now }: ForecastFacts): string {
  const anchor = steps[0]?.anchor ?? 'S';
  const left = state.schedule.closes - now;
  const window = left > 0 ? `${hourClock(left)} left` : `it closed ${hourClock(-left)} ago`;
  const clock = anchorClock(state, anchor, now);
  if (event.setBack === 0 || clock === undefined) return `No clock goes back. The window: ${window}.`;
  const to = formatOffset(Math.floor(clock / 1000) * 1000);
  return `The clock of ${anchor} goes back by ${formatDuration(event.setBack)}, to ${anchor}${to}; the window's end stays: ${window}.`;
}

function endWords({ state }: Recycling, { now, usuals }: ForecastFacts): readonly string[] {
  const { ends } = forecast({ state, now, usuals });
  if (ends === undefined) return [];
  const { closes, zone } = state.schedule;
  const place = ends > closes ? 'AFTER the window closes' : 'before the window closes';
  return [
    `As foreseen it ends at ${formatTime(ends, zone)} then, ${hourClock(Math.abs(closes - ends))} ${place}.`,
  ];
}
