import { formatDuration } from '../../plan/duration.ts';
import type { Usuals } from '../../plan/usual.ts';
import { dueWords } from '../../run/due-words.ts';
import type { ForecastFacts } from '../../run/forecast.ts';
import { isDecisionLate, wayBackWarning } from '../../run/prospect-words.ts';
import { prospectsOf } from '../../run/prospects.ts';
import { unsettledSteps } from '../../run/select.ts';
import type { RunState } from '../../run/state.ts';
import { dueAt, stepState } from '../../run/timing.ts';
import { nameOf } from '../../run/words.ts';
import type { Clock } from '../../session/clock.ts';
import { ownersOf } from './words.ts';

type Reminder = { readonly at: number; readonly text: string };

const minute = 60_000;
const leads = [10 * minute, 5 * minute, minute];

/** Moments of the clock that people hear of: steps that become due, and how near the two ends are. */
function remindersOf({ state, now, usuals }: ForecastFacts): readonly Reminder[] {
  if (state.ended !== undefined) {
    return [];
  }
  const safe = prospectsOf({ state, now, usuals }).wayBack?.lastSafe;
  return [
    ...dueReminders(state, now),
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
  readonly usuals?: Usuals | undefined;
  readonly remind: (reminder: Reminder) => void;
}): ReminderWatch {
  const { clock, state, usuals, remind } = options;
  let heard = clock.now();
  let warned = prospectsOf({ state: state(), now: heard, usuals }).wayBack;
  let cancel: () => void = () => undefined;

  function update(): void {
    cancel();
    const now = clock.now();
    const due = remindersOf({ state: state(), now, usuals }).filter(({ at }) => at > heard && at <= now);
    heard = now;
    for (const reminder of due) {
      remind(reminder);
    }
    warn(now);
    const next = remindersOf({ state: state(), now, usuals }).find(({ at }) => at > now);
    cancel = next === undefined ? () => undefined : clock.after(Math.min(minute, next.at - now), update);
  }

  /** What begins, or does not, moves these at once: no moment known before tells of it. */
  function warn(now: number): void {
    const before = warned;
    const { wayBack } = prospectsOf({ state: state(), now, usuals });
    warned = wayBack;
    if (wayBack === undefined || before === undefined) return;
    const jumped = wayBack.level === 'passed' && before.lastSafe > wayBack.lastSafe;
    const text = wayBackWarning({ state: state(), now, wayBack });
    if (text !== undefined && (jumped || (isDecisionLate(wayBack) && !isDecisionLate(before))))
      remind({ at: now, text });
  }

  update();
  return { update, stop: () => cancel() };
}

function dueReminders(state: RunState, now: number): readonly Reminder[] {
  // While it is held nothing falls due: the clock of S stands still.
  if (state.held !== undefined) return [];
  return unsettledSteps(state).flatMap((step) => {
    const at = dueAt(state, step, now);
    if (at === undefined || stepState(state, step.id).status !== 'waiting') {
      return [];
    }
    const text = `${nameOf(step)}: due now, ${dueWords(state, step, now)}, ${ownersOf(step)}`;
    return [{ at, text }];
  });
}

function nearing(what: string, over: string, at: number): readonly Reminder[] {
  return [
    ...leads.map((lead) => ({ at: at - lead, text: `${what} in ${formatDuration(lead)}` })),
    { at, text: over },
  ];
}
