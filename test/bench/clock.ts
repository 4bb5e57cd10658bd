import type { Plan, Step } from '../../source/plan/plan.ts';
import { timetableOf } from '../../source/plan/timetable.ts';
import type { Recorded, RunEvent } from '../../source/run/event.ts';
import { forecast } from '../../source/run/forecast.ts';
import { odds } from '../../source/run/odds.ts';
import { prospectsOf } from '../../source/run/prospects.ts';
import { createState, reduce } from '../../source/run/reduce.ts';
import type { RunState } from '../../source/run/state.ts';
import { makePlan, minute, type StepDraft, sh, start } from '../helpers/plan.ts';
import { median } from './median.ts';

const count = 2_000;
const draws = 2_000;

type Shape = { readonly name: string; readonly plan: Plan };

/** What is asked every second of a large plan: its schedule, the forecast, and how likely it ends in time. */
export async function clockBench({ quick }: { readonly quick: boolean }): Promise<string> {
  const rounds = quick ? 5 : 31;
  const shapes: readonly Shape[] = [
    { name: '10 steps at each offset', plan: largePlan(10) },
    { name: 'each step at its own', plan: largePlan(1) },
  ];
  const rows = [
    ...shapes.flatMap(({ name, plan }) => measure(plan, rounds).map((row) => `| ${name} | ${row}`)),
    `| half of it the way back | ${screenRow(rounds)}`,
  ];
  return [
    `${count} steps with ${edgesOf(shapes[0])} dependencies, ${rounds} rounds after the first, within one process. The schedule is made anew each time, the forecast is of another second each time, the chance to end in time is of ${draws} draws, each time others.`,
    '',
    '| plan | | first ms | median ms | max ms | goal | |',
    '|---|---|---|---|---|---|---|',
    ...rows,
  ].join('\n');
}

function measure(plan: Plan, rounds: number): readonly string[] {
  const fresh = stateOf(plan, 0);
  const half = stateOf(plan, count / 2);
  const night = (round: number) => start + 30 * minute + round * 1_000;
  const both = (round: number) => {
    const state = { ...fresh, plan: { ...plan } };
    timetableOf(state.plan);
    forecast({ state, now: night(round) });
  };
  return [
    row({ name: 'schedule', goal: 10, rounds, work: () => timetableOf({ ...plan }) }),
    row({
      name: 'forecast',
      goal: 10,
      rounds,
      work: (round) => forecast({ state: fresh, now: night(round) }),
    }),
    row({ name: 'schedule and forecast', goal: 10, rounds, work: both }),
    row({
      name: 'forecast, half done',
      goal: 10,
      rounds,
      work: (round) => forecast({ state: half, now: night(round) }),
    }),
    row({
      name: 'chance to end in time',
      goal: 300,
      rounds,
      work: (round) => odds({ state: fresh, now: night(round), seed: round, draws }),
    }),
    row({
      name: 'the same, half done',
      goal: 300,
      rounds,
      work: (round) => odds({ state: half, now: night(round), seed: round, draws }),
    }),
  ];
}

/** All that a screen asks of one moment, where each step of the way back undoes one. Its goal is our own. */
function screenRow(rounds: number): string {
  const state = stateOf(thereAndBack(), 0);
  const now = (round: number) => start + 30 * minute + round * 1_000;
  return row({
    name: 'forecast, way back and slack',
    goal: 50,
    rounds,
    work: (round) => prospectsOf({ state, now: now(round) }),
  });
}

function thereAndBack(): Plan {
  const line = (prefix: string, more: (index: number) => Partial<StepDraft>) =>
    Array.from({ length: count / 2 }, (_, index): StepDraft => {
      const after = index === 0 ? [] : [`${prefix}${index - 1}`];
      return { id: `${prefix}${index}`, offset: index * 1_000, duration: 1_000, after, ...more(index) };
    });
  return makePlan({
    main: line('s', (index) => ({ decision: index === count / 2 - 1, poll: ['qc'] })),
    fallback: line('b', (index) => ({ undoes: [`s${index}`] })),
  });
}

type Work = {
  readonly name: string;
  readonly goal: number;
  readonly rounds: number;
  readonly work: (round: number) => unknown;
};

function row({ name, goal, rounds, work }: Work): string {
  const times = Array.from({ length: rounds + 1 }, (_, round) => {
    const began = performance.now();
    work(round);
    return performance.now() - began;
  });
  const [first = 0, ...rest] = times;
  const middle = median(rest);
  const verdict = middle < goal ? 'met' : 'missed';
  const figures = [first, middle, Math.max(...rest)].map((ms) => ms.toFixed(1)).join(' | ');
  return `${name} | ${figures} | ${goal} | ${verdict} |`;
}

/** Each step waits for two of those before it, some for three. */
function largePlan(together: number): Plan {
  const main = Array.from({ length: count }, (_, index): StepDraft => {
    const layer = Math.floor(index / together);
    const distances = [together, together + 3, ...(index % 50 === 49 ? [together * 2 + 7] : [])];
    return {
      id: `s${index}`,
      offset: layer * minute,
      duration: minute,
      after: distances.filter((distance) => distance <= index).map((distance) => `s${index - distance}`),
      actions: [sh()],
    };
  });
  const plan = makePlan({ main });
  return { ...plan, window: { ...plan.window, closes: start + 300 * minute } };
}

function edgesOf(shape: Shape | undefined): number {
  const steps: readonly Step[] = shape?.plan.timelines.flatMap((timeline) => timeline.steps) ?? [];
  return steps.reduce((sum, { after }) => sum + after.length, 0);
}

/** The first steps are done, ten more are under way. */
function stateOf(plan: Plan, done: number): RunState {
  const { opens, closes, zone } = plan.window;
  const created: RunEvent = {
    type: 'run.created',
    mode: 'live',
    planFile: plan.file,
    planText: '',
    planSha256: '',
    schedule: { start, opens, closes, zone },
    seed: undefined,
    tool: { version: '0', node: '0' },
    host: 'here',
    by: 'Bench',
  };
  const first: Recorded = { seq: 1, at: start, event: created };
  const events = Array.from({ length: done === 0 ? 0 : done + 10 }, (_, index): readonly RunEvent[] => {
    const of = { step: `s${index}`, attempt: 1 };
    const started: RunEvent = { type: 'step.started', ...of, by: 'Bench', reason: undefined, missing: [] };
    if (index >= done) return [started];
    return [started, { type: 'attempt.finished', ...of, outcome: 'succeeded', detail: '' }];
  }).flat();
  return events.reduce(
    (state, event, index) => reduce(state, { seq: index + 2, at: start + index * 900, event }),
    createState(plan, first),
  );
}
