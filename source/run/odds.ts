import type { Usuals } from '../plan/usual.ts';
import { type Course, courseOf, isOpen } from './course.ts';
import { outlookOf, phases } from './outlook.ts';
import type { RunState } from './state.ts';

/** How likely the rest of a run comes to its end inside the window. */
export type Odds = {
  readonly draws: number;
  /** Share of the draws, 0 to 1, in which the last step ends by the window's end. */
  readonly inTime: number;
  /** When the last step ends in half of the draws, epoch milliseconds. */
  readonly p50: number;
  /** In nine of ten. */
  readonly p90: number;
};

export type OddsFacts = {
  readonly state: RunState;
  readonly now: number;
  readonly usuals?: Usuals | undefined;
  readonly seed: number;
  readonly draws?: number;
};

/**
 * Plays the rest of a run many times by the forecast's rules, with lengths drawn for each step (`spreadOf`): what is
 * settled is a fact, and what is under way takes longer than it did so far. The same seed draws the same luck for the
 * same step at any moment, so that the share changes with what happens, not by chance from one second to the next.
 * Undefined where nothing of the plan is being worked on, and for a run that ended with steps open.
 */
export function odds({ state, now, usuals, seed, draws = 2_000 }: OddsFacts): Odds | undefined {
  const outlook = outlookOf(state, now, usuals);
  if (!outlook.phase.some((phase) => isOpen(phase) || phase === phases.over)) return undefined;
  if (state.ended !== undefined && outlook.phase.some(isOpen)) return undefined;
  const ends = play(courseOf(outlook, usuals), { seed, draws }).sort();
  let inTime = 0;
  while (inTime < draws && (ends[inTime] ?? 0) <= state.schedule.closes) inTime += 1;
  return {
    draws,
    inTime: inTime / draws,
    p50: ends[Math.ceil(draws * 0.5) - 1] ?? now,
    p90: ends[Math.ceil(draws * 0.9) - 1] ?? now,
  };
}

/** When the last step ends, in each draw. */
function play(
  course: Course,
  { seed, draws }: { readonly seed: number; readonly draws: number },
): Float64Array {
  const { places, nodes, from, first, before, least, scale, table, tables, ended } = course;
  const count = places.length;
  const ends = new Float64Array(count);
  const lasts = new Float64Array(draws);
  for (let draw = 0; draw < draws; draw += 1) {
    let last = ended;
    for (let index = 0; index < count; index += 1) {
      let end = from[index] ?? 0;
      const to = first[index + 1] ?? 0;
      for (let edge = first[index] ?? 0; edge < to; edge += 1) {
        const ready = ends[before[edge] ?? 0] ?? 0;
        if (ready > end) end = ready;
      }
      const level = levelOf(seed, draw * nodes + (places[index] ?? 0));
      end += (scale[index] ?? 0) * (tables[(table[index] ?? 0) + level] ?? 0);
      if (end < (least[index] ?? 0)) end = least[index] ?? 0;
      ends[index] = end;
      if (end > last) last = end;
    }
    lasts[draw] = last;
  }
  return lasts;
}

/** The generator of `createRandom`, at any place of its sequence: ten bits of it are enough for a level. */
function levelOf(seed: number, place: number): number {
  const state = (seed + Math.imul(place + 1, 0x6d2b79f5)) | 0;
  let mixed = Math.imul(state ^ (state >>> 15), state | 1);
  mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
  return (mixed ^ (mixed >>> 14)) >>> 22;
}
