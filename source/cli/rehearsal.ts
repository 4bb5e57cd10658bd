import type { Executor } from '../execute/executor.ts';
import { createRehearsalExecutor } from '../execute/rehearsal-executor.ts';
import type { Usuals } from '../plan/usual.ts';
import { stateAfter } from '../run/reduce.ts';
import type { Clock } from '../session/clock.ts';
import { createPacedClock } from '../session/paced-clock.ts';
import type { People } from '../session/person.ts';
import { jobFaults, lostBefore, peopleFaults } from '../session/rehearsal-faults.ts';
import { rehearsalLengths } from '../session/rehearsal-lengths.ts';
import { rehearsalReport } from '../session/rehearsal-report.ts';
import { rehearsalText } from '../session/rehearsal-report-text.ts';
import type { Conduct } from './conduct.ts';
import type { FoundRun } from './find-run.ts';
import { rehearsalJson } from './rehearsal-json.ts';
import { learned } from './usual-lengths.ts';

export type Rehearsing = {
  readonly found: FoundRun;
  readonly clock: Clock;
  readonly usuals: Usuals | undefined;
};

export type RehearsalParts = { readonly executor: Executor; readonly people: People };

/** What stands in for the world, and for the people in it; the same faults go on when a rehearsal is joined again. */
export function rehearsalParts({ found, clock, usuals }: Rehearsing): RehearsalParts {
  const { plan, created, events } = found;
  const { seed = 1, faults = [] } = created;
  const lengths = rehearsalLengths({ plan, seed, usuals, faults });
  return {
    executor: createRehearsalExecutor({
      after: clock.after,
      now: clock.now,
      seed,
      durationOf: lengths.ofJob,
      fault: jobFaults(plan, faults),
      lost: lostBefore(events),
    }),
    people: { patience: lengths.ofPeople, fails: peopleFaults(faults) },
  };
}

/** Goes on from the last recorded moment, as if no time had passed while nobody was there. */
export function rehearsalClock({ found, options }: Conduct): Clock {
  const from = found.events.at(-1)?.at ?? found.created.schedule.opens;
  return createPacedClock({ from, speed: options.speed ?? defaultSpeed });
}

const defaultSpeed = 60;

/** What the rehearsal showed, once it has ended and the screens are gone. */
export async function printReport({ journal, found, options, io }: Conduct): Promise<void> {
  const history = await journal.read(found.run);
  const state = stateAfter(found.plan, history);
  const usuals = await learned(journal, found);
  const report = rehearsalReport({ state, history, usuals });
  io.out(
    options.json === true
      ? `${JSON.stringify(rehearsalJson(found.run, state, report), null, 2)}\n`
      : `\n${rehearsalText(state, report)}`,
  );
}
