import { parsePlan } from '../parse-plan.ts';
import type { Plan } from '../plan.ts';
import type { Problem } from '../problem.ts';
import { createProblemList } from '../problem-list.ts';
import type { Usuals } from '../usual.ts';
import { formatDate } from '../zone.ts';
import { addDays, type Day, daysBetween } from './calendar.ts';
import { type LearnedLength, learnedLengths, putLengths } from './learned-lengths.ts';
import { datesIn, moveDates } from './move-dates.ts';
import { setVars } from './set-vars.ts';

export type NextPlan = {
  readonly text: string;
  readonly plan: Plan;
  readonly moved: readonly PlacedDate[];
  /** Days that the text names and that were not moved. */
  readonly left: readonly PlacedDate[];
  readonly lengths: readonly LearnedLength[];
};

export type PlacedDate = { readonly line: number; readonly from: string; readonly to: string };

export type NextPlanResult =
  | ({ readonly type: 'made' } & NextPlan)
  /** It would be a plan with errors. */
  | { readonly type: 'invalid'; readonly text: string; readonly problems: readonly Problem[] };

/**
 * The next plan from an earlier one: every mention of the window's day moved, wherever it stands; other values of
 * variables; and the lengths that were learned. All else stays as it is.
 */
export function nextPlan({
  text,
  plan,
  day,
  vars,
  usuals,
}: {
  /** Of `plan`. */
  readonly text: string;
  readonly plan: Plan;
  /** On which the window opens. */
  readonly day: Day;
  readonly vars: ReadonlyMap<string, string>;
  readonly usuals: Usuals;
}): NextPlanResult {
  const days = windowDays(plan);
  const shift = daysBetween(days[0] ?? day, day);
  const moves = days.map((from) => ({ from, to: addDays(from, shift) }));
  const lengths = learnedLengths(plan, usuals);
  const dated = moveDates(putLengths(text, lengths), moves);
  const made = setVars(dated.text, vars);
  const result = parsePlan({ text: made, file: plan.file });
  if (result.type === 'invalid') return { type: 'invalid', text: made, problems: result.problems };
  const { lineOf } = createProblemList(text);
  const known = moves.map(({ to }) => to);
  return {
    type: 'made',
    text: made,
    plan: result.plan,
    lengths,
    moved: shift === 0 ? [] : dated.moved.map(({ offset, from, to }) => ({ line: lineOf(offset), from, to })),
    left: othersIn(made, known),
  };
}

/** The days on which the window is open, in its zone. */
export function windowDays({ window: { opens, closes, zone } }: Plan): readonly Day[] {
  const first = formatDate(opens, zone);
  const length = daysBetween(first, formatDate(closes, zone));
  return Array.from({ length: length + 1 }, (_, index) => addDays(first, index));
}

function othersIn(text: string, known: readonly Day[]): readonly PlacedDate[] {
  const { lineOf } = createProblemList(text);
  const moved = moveDates(
    text,
    known.map((day) => ({ from: day, to: '0001-01-01' })),
  ).moved.map(({ offset }) => offset);
  return datesIn(text)
    .filter(({ offset }) => !moved.includes(offset))
    .map(({ offset, written }) => ({ line: lineOf(offset), from: written, to: written }));
}
