import { fallbackTimetable } from '../plan/fallback-timetable.ts';
import { stepsOf } from '../plan/plan.ts';
import { lastSafeFallback, spanOf, timelineOf } from '../plan/schedule.ts';
import { allAttempts } from '../run/attempt.ts';
import type { RunMode, RunOutcome } from '../run/facts.ts';
import { activeSteps } from '../run/select.ts';
import type { Reasoned, RunState } from '../run/state.ts';
import { stepState } from '../run/timing.ts';
import type { RunRecord } from './record.ts';

/** A run as a whole. Moments are epoch milliseconds. */
export type RunFacts = {
  readonly run: string;
  readonly title: string;
  readonly mode: RunMode;
  /** Who created it, where, and with what. */
  readonly by: string;
  readonly host: string;
  readonly version: string;
  readonly zone: string;
  readonly opens: number;
  readonly closes: number;
  /** S. */
  readonly start: number;
  /** When the first attempt of any step began. */
  readonly began: number | undefined;
  /** When the last decision before the way back was go. */
  readonly decided: number | undefined;
  /** D. */
  readonly fallback: Reasoned | undefined;
  readonly lastSafe: number | undefined;
  /** When the last step of what was worked on was settled, and when the plan had that. */
  readonly settled: number | undefined;
  readonly plannedEnd: number | undefined;
  readonly ended:
    | {
        readonly at: number;
        readonly outcome: RunOutcome;
        readonly reason: string | undefined;
        readonly by: string;
      }
    | undefined;
  /** How many things were made to go wrong; a rehearsal only. */
  readonly faults: number;
};

export function runFacts(record: RunRecord): RunFacts {
  const { created, state, run } = record;
  const { opens, closes, start, zone } = state.schedule;
  const begun = Object.values(state.steps).flatMap((own) =>
    allAttempts(own).map(({ startedAt }) => startedAt),
  );
  const settled = activeSteps(state).flatMap(({ id }) => stepState(state, id).settledAt ?? []);
  return {
    run,
    title: state.plan.title,
    mode: state.mode,
    by: created.by,
    host: created.host,
    version: created.tool.version,
    zone,
    opens,
    closes,
    start,
    began: begun.length === 0 ? undefined : Math.min(...begun),
    decided: decidedAt(state),
    fallback: state.fallback,
    lastSafe: lastSafeFallback(state.plan, state.schedule),
    settled: settled.length === 0 ? undefined : Math.max(...settled),
    plannedEnd: plannedEnd(state),
    ended: endOf(record),
    faults: created.faults?.length ?? 0,
  };
}

function decidedAt(state: RunState): number | undefined {
  const decisions = stepsOf(state.plan).filter(
    ({ decision, timeline }) => decision && timeline !== 'fallback',
  );
  const owns = decisions.map(({ id }) => stepState(state, id));
  return owns.findLast(({ status }) => status === 'done')?.settledAt;
}

/** Of the way back what was left of it at D: steps that were skipped there take no time. */
function plannedEnd({ plan, schedule, fallback, steps }: RunState): number | undefined {
  if (fallback !== undefined) {
    const skipped = Object.values(steps).filter(
      ({ status, attempts }) => status === 'skipped' && attempts.length === 0,
    );
    const slots = fallbackTimetable(plan, { without: new Set(skipped.map(({ id }) => id)) });
    return slots.size === 0
      ? undefined
      : fallback.at + Math.max(...[...slots.values()].map(({ ends }) => ends));
  }
  const main = timelineOf(plan, 'main');
  const span = main === undefined ? undefined : spanOf(plan, main);
  return span === undefined ? undefined : schedule.start + span.ends;
}

function endOf({ events, state }: RunRecord): RunFacts['ended'] {
  const end = events.findLast(({ event }) => event.type === 'run.ended')?.event;
  return state.ended === undefined || end?.type !== 'run.ended' ? undefined : { ...state.ended, by: end.by };
}
