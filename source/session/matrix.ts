import { createRehearsalExecutor } from '../execute/rehearsal-executor.ts';
import { createMemoryJournal } from '../journal/memory-journal.ts';
import { type ActionPlace, type Plan, type Step, stepsOf } from '../plan/plan.ts';
import { timelineOf } from '../plan/schedule.ts';
import type { Usuals } from '../plan/usual.ts';
import type { RunOutcome } from '../run/facts.ts';
import { expectedLength } from '../run/lengths.ts';
import { findStep, isSettled } from '../run/select.ts';
import type { RunState } from '../run/state.ts';
import { stepState } from '../run/timing.ts';
import { passedNoReturn } from '../run/way-back.ts';
import { startAutopilot } from './autopilot.ts';
import type { Clock } from './clock.ts';
import { createRun, scheduleFor } from './create-run.ts';
import { createLeapingClock } from './leaping-clock.ts';
import { openLive } from './live.ts';
import type { Session } from './session.ts';

/** What became of going back from one moment of the night. All times are epoch milliseconds, in whole seconds. */
export type MatrixRow = {
  /** D was called when this step of main had just ended; undefined: at S, before anything begins that is due from then on. */
  readonly after: Step | undefined;
  /** D; undefined: the rehearsal never came to this moment. */
  readonly called: number | undefined;
  /** Undefined also where the rehearsal never ended. */
  readonly outcome: RunOutcome | undefined;
  /** When the last step of the fallback was settled; undefined: it never got that far. */
  readonly home: number | undefined;
  /** Steps of the fallback that this way back leaves out. */
  readonly notNeeded: readonly Step[];
  /** What had begun by then and can't be undone: this way back does not lead home. */
  readonly noReturn: Step | undefined;
};

export type MatrixOptions = {
  readonly plan: Plan;
  readonly seed: number;
  /** How long steps usually take; the planned lengths where nothing is known. */
  readonly usuals?: Usuals | undefined;
};

/**
 * Rehearses going back from S, and from the end of every step of main that ends later. The end is a step's worst
 * moment: all it did has to be undone, and no time is left of its own. Touches nothing; every step takes its length.
 */
export async function fallbackMatrix(options: MatrixOptions): Promise<readonly MatrixRow[]> {
  const rows = [await goBack(options, undefined)];
  for (const step of timelineOf(options.plan, 'main')?.steps ?? []) {
    const row = await goBack(options, step);
    if (row !== undefined) rows.push(row);
  }
  return rows.filter((row) => row !== undefined);
}

/** Undefined where the step ends before S: D can't be called yet, and later is another row. */
async function goBack(options: MatrixOptions, after: Step | undefined): Promise<MatrixRow | undefined> {
  const clock = createLeapingClock({ from: beginning(options.plan) });
  const session = await openRehearsal(options, clock);
  try {
    const mark = await carriedOut({ session, after });
    return mark === 'too-early' ? undefined : rowOf(session.state(), after);
  } finally {
    await session.close();
  }
}

function rowOf(state: RunState, after: Step | undefined): MatrixRow {
  const { fallback, ended, plan } = state;
  const isOurs = fallback?.reason === reasonFor(after);
  const back = timelineOf(plan, 'fallback')?.steps ?? [];
  const settled = back.map(({ id }) => stepState(state, id).settledAt);
  const isHome = isOurs && ended?.outcome !== 'aborted' && settled.every((at) => at !== undefined);
  return {
    after,
    called: isOurs ? wholeSeconds(fallback.at) : undefined,
    outcome: isOurs ? ended?.outcome : undefined,
    home: isHome ? wholeSeconds(Math.max(...settled.map((at) => at ?? 0))) : undefined,
    notNeeded: isOurs ? back.filter(({ id }) => stepState(state, id).skipped?.at === fallback.at) : [],
    noReturn: isOurs ? passedNoReturn(state) : undefined,
  };
}

type Night = { readonly session: Session; readonly after: Step | undefined };

/** Somebody does all that people do; when the moment has come, D is called before anything else. */
async function carriedOut({ session, after }: Night): Promise<'ended' | 'too-early'> {
  const { clock, state } = session;
  const { start, closes } = state().schedule;
  const { person: by } = session.identity;
  const over = Promise.withResolvers<'ended' | 'too-early'>();
  let called = false;

  const isTime = () =>
    !called && clock.now() >= start && (after === undefined || isSettled(state(), after.id));
  const call = () => {
    called = true;
    return session.send({ type: 'fallback', reason: reasonFor(after), by });
  };
  const look = () => {
    if (after !== undefined && endedBeforeS(state(), after)) over.resolve('too-early');
    if (state().ended !== undefined) over.resolve('ended');
    else if (isTime()) void call();
  };
  session.subscribe(look);
  const pilot = startAutopilot({
    mode: 'all',
    people: { patience: ({ actions, duration }) => (actions.length > 0 ? 0 : duration) },
    state,
    send: (command) => (isTime() ? call() : session.send(command)),
    clock,
    identity: session.identity,
  });
  session.subscribe(pilot.wake);
  clock.after(start - clock.now(), look);
  clock.after(closes + longestNight - clock.now(), () => over.resolve('ended'));
  try {
    return await over.promise;
  } finally {
    pilot.stop();
  }
}

/** What ends in the moment of S counts, unless it is of no length and began there. */
function endedBeforeS(state: RunState, { id }: Step): boolean {
  const { start } = state.schedule;
  const { attempts, settledAt = Number.POSITIVE_INFINITY } = stepState(state, id);
  return settledAt <= start && (attempts[0]?.startedAt ?? settledAt) < start;
}

async function openRehearsal({ plan, seed, usuals }: MatrixOptions, clock: Clock): Promise<Session> {
  const journal = createMemoryJournal();
  const person = 'gonogo';
  const rehearsed = bare(plan, usuals);
  const { run } = await createRun({
    journal,
    plan: rehearsed,
    planText: '',
    planSha256: '',
    mode: 'rehearsal',
    schedule: scheduleFor(plan),
    seed,
    by: person,
    host: 'memory',
    tool: { version: '', node: '' },
    clock,
  });
  return openLive({
    kind: 'rehearsal',
    journal,
    run,
    plan: rehearsed,
    executor: createRehearsalExecutor({
      after: clock.after,
      now: clock.now,
      seed,
      durationOf: (job) => {
        const step = findStep({ plan: rehearsed }, job.step);
        return step === undefined ? 0 : step.duration / step.actions.length;
      },
    }),
    identity: { person, roles: plan.roles.map(({ id }) => id) },
    clock,
    wall: clock,
    host: 'memory',
    pid: 0,
    autopilot: 'plan',
  });
}

/**
 * What counts for time and nothing else: all hosts of a step take the same, so one will do, and the checks of a
 * checklist are part of the time that its answers take. Whoever plays the people
 * starts everything: nothing begins by itself in the moment in which D is called.
 */
function bare(plan: Plan, usuals: Usuals | undefined): Plan {
  const timelines = plan.timelines.map((timeline) => ({
    ...timeline,
    steps: timeline.steps.map((step) => ({
      ...step,
      auto: false,
      checklist: step.checklist.map((item) => ({ ...item, check: undefined })),
      duration: expectedLength(step, usuals),
      actions: step.actions.map((action) => ({ ...action, text: '', batch: [], on: onOne(action.on) })),
    })),
  }));
  return { ...plan, timelines };
}

function onOne(place: ActionPlace): ActionPlace {
  return place.type === 'hosts' ? { ...place, hosts: place.hosts.slice(0, 1) } : place;
}

/** Early enough for all that has no due time to be done by S. */
function beginning(plan: Plan): number {
  const { opens, start } = plan.window;
  const undated = stepsOf(plan).filter(
    ({ timeline, offset }) => timeline !== 'fallback' && offset === undefined,
  );
  const due = stepsOf(plan).flatMap(({ anchor, offset }) => (anchor === 'S' ? [start + (offset ?? 0)] : []));
  return Math.min(opens, ...due) - undated.reduce((sum, { duration }) => sum + duration, 60_000);
}

function reasonFor(after: Step | undefined): string {
  return after === undefined ? 'rehearsed: back from S' : `rehearsed: back after ${after.id}`;
}

/** Lengths shared among actions don't divide evenly. */
function wholeSeconds(ms: number): number {
  return Math.round(ms / 1000) * 1000;
}

const longestNight = 24 * 3_600_000;
