import { formatDuration, formatOffset } from '../../plan/duration.ts';
import { unsettledSteps } from '../../run/select.ts';
import type { RunState } from '../../run/state.ts';
import { dueAt, stepState } from '../../run/timing.ts';
import { nameOf } from '../../run/words.ts';
import type { Clock } from '../../session/clock.ts';
import { lastSafeFallback } from '../fallback-times.ts';
import { ownersOf } from './words.ts';

type Reminder = { readonly at: number; readonly text: string };

const minute = 60_000;
const leads = [10 * minute, 5 * minute, minute];

/** Moments of the clock that people hear of: steps that become due, and how near the two ends are. */
function remindersOf(state: RunState): readonly Reminder[] {
  if (state.ended !== undefined) {
    return [];
  }
  const safe = state.fallback === undefined ? lastSafeFallback(state) : undefined;
  return [
    ...dueReminders(state),
    ...nearing('the window closes', 'THE WINDOW HAS CLOSED', state.schedule.closes),
    ...(safe === undefined
      ? []
      : nearing(
          'the last safe fallback passes',
          'THE LAST SAFE FALLBACK HAS PASSED: from now on it would not end before the window closes',
          safe,
        )),
  ].sort((a, b) => a.at - b.at);
}

export type ReminderWatch = {
  /** Looks at the state anew. */
  readonly update: () => void;
  readonly stop: () => void;
};

/** Calls back for each reminder when its moment comes; those before now are past. */
export function watchReminders(options: {
  readonly clock: Clock;
  readonly state: () => RunState;
  readonly remind: (reminder: Reminder) => void;
}): ReminderWatch {
  const { clock, state, remind } = options;
  let heard = clock.now();
  let cancel: () => void = () => undefined;

  function update(): void {
    cancel();
    const now = clock.now();
    const due = remindersOf(state()).filter(({ at }) => at > heard && at <= now);
    heard = now;
    for (const reminder of due) {
      remind(reminder);
    }
    const next = remindersOf(state()).find(({ at }) => at > now);
    cancel = next === undefined ? () => undefined : clock.after(next.at - now, update);
  }

  update();
  return { update, stop: () => cancel() };
}

function dueReminders(state: RunState): readonly Reminder[] {
  return unsettledSteps(state).flatMap((step) => {
    const at = dueAt(state, step);
    if (at === undefined || step.offset === undefined || stepState(state, step.id).status !== 'waiting') {
      return [];
    }
    const text = `${nameOf(step)}: due now, ${step.anchor}${formatOffset(step.offset)}, ${ownersOf(step)}`;
    return [{ at, text }];
  });
}

function nearing(what: string, over: string, at: number): readonly Reminder[] {
  return [
    ...leads.map((lead) => ({ at: at - lead, text: `${what} in ${formatDuration(lead)}` })),
    { at, text: over },
  ];
}
