import { stepsOf } from '../plan/plan.ts';
import type { ForecastFacts } from '../run/forecast.ts';
import { stateAfter } from '../run/reduce.ts';
import type { RunState } from '../run/state.ts';
import { createWallClock } from '../session/clock.ts';
import { clockLines } from '../session/clock-lines.ts';
import { summarise } from '../session/summary.ts';
import { plainText } from '../session/terminal-text.ts';
import { exitCodeOf, exitCodes } from './exit-codes.ts';
import { changedRecord, findRun } from './find-run.ts';
import type { Io } from './io.ts';
import { withJournal } from './open-journal.ts';
import type { CommonOptions } from './settings.ts';
import { learned } from './usual-lengths.ts';

export type StatusOptions = CommonOptions & { readonly run: string; readonly json: boolean };

/** `gonogo status RUN`: where a run is; its exit code is the run's (8: not ended). */
export async function status(options: StatusOptions, io: Io): Promise<number> {
  return withJournal({ options, io }, async (journal) => {
    const found = await findRun(journal, options.run);
    const changed = changedRecord(found);
    if (changed !== undefined) io.err(`${changed}\n`);
    const state = stateAfter(found.plan, found.events);
    const now = state.mode === 'live' ? createWallClock().now() : (found.events.at(-1)?.at ?? 0);
    if (options.json) io.out(`${JSON.stringify(asData(found.run, state), null, 2)}\n`);
    else io.out(statusText({ state, now, usuals: await learned(journal, found) }));
    return state.ended === undefined ? exitCodes.leftRunning : exitCodeOf(state.ended.outcome);
  });
}

function statusText(facts: ForecastFacts): string {
  const clocks = clockLines(facts);
  const summary = summarise(facts.state, facts.now);
  return clocks.length === 0 ? summary : `${clocks.map(plainText).join('\n')}\n\n${summary}`;
}

function asData(run: string, state: RunState): unknown {
  const { mode, schedule, fallback, ended, version, plan } = state;
  const steps = stepsOf(plan).map(({ id, number, title, timeline }) => ({
    number,
    title,
    timeline,
    ...state.steps[id],
  }));
  return { run, title: plan.title, mode, version, schedule, fallback, ended, steps };
}
