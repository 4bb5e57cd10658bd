import { stepsOf } from '../plan/plan.ts';
import { createState, reduce } from '../run/reduce.ts';
import type { RunState } from '../run/state.ts';
import { createWallClock } from '../session/clock.ts';
import { summarise } from '../session/summary.ts';
import { CommandError } from './command-error.ts';
import { exitCodeOf, exitCodes } from './exit-codes.ts';
import { changedRecord, type FoundRun, findRun } from './find-run.ts';
import type { Io } from './io.ts';
import { withJournal } from './open-journal.ts';
import type { CommonOptions } from './settings.ts';

export type StatusOptions = CommonOptions & { readonly run: string; readonly json: boolean };

/** `gonogo status RUN`: where a run is; its exit code is the run's (8: not ended). */
export async function status(options: StatusOptions, io: Io): Promise<number> {
  return withJournal({ options, io }, async (journal) => {
    const found = await findRun(journal, options.run);
    const changed = changedRecord(found);
    if (changed !== undefined) io.err(`${changed}\n`);
    const state = stateOf(found);
    const now = state.mode === 'live' ? createWallClock().now() : (found.events.at(-1)?.at ?? 0);
    io.out(options.json ? `${JSON.stringify(asData(found.run, state), null, 2)}\n` : summarise(state, now));
    return state.ended === undefined ? exitCodes.leftRunning : exitCodeOf(state.ended.outcome);
  });
}

function stateOf({ events, plan, run }: FoundRun): RunState {
  const [first, ...rest] = events;
  if (first === undefined) throw new CommandError(exitCodes.storage, `run ${run} has no events`);
  return rest.reduce<RunState>(reduce, createState(plan, first));
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
