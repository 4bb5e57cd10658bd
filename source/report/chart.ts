import { type Step, stepsOf } from '../plan/plan.ts';
import { allAttempts } from '../run/attempt.ts';
import type { AttemptOutcome } from '../run/facts.ts';
import { isActive } from '../run/select.ts';
import type { Attempt, RunState } from '../run/state.ts';
import { plannedSlot, stepState } from '../run/timing.ts';
import { nameOf } from '../run/words.ts';
import { statusWord } from '../session/summary-details.ts';
import { lastMoment, type RunRecord } from './record.ts';
import { runFacts } from './run-facts.ts';

/** Planned against actual, to be drawn. All moments are epoch milliseconds. */
export type Chart = Span & {
  readonly start: number;
  readonly zone: string;
  readonly rows: readonly ChartRow[];
  /** Moments drawn as lines from top to bottom, in order. */
  readonly marks: readonly ChartMark[];
  /** When nothing was to start. */
  readonly holds: readonly Span[];
};

export type Span = { readonly from: number; readonly until: number };

export type ChartRow = {
  readonly name: string;
  readonly status: string;
  readonly planned: Span | undefined;
  readonly bars: readonly (Span & { readonly kind: BarKind })[];
  /** How much later than planned it began, milliseconds. */
  readonly drift: number | undefined;
};

/** What became of the work; `people`: the work was over, and somebody had to look, to vote or to confirm. */
export type BarKind = AttemptOutcome | 'running' | 'by hand' | 'people';

export type ChartMark = {
  readonly at: number;
  readonly kind: 'opens' | 'start' | 'decision' | 'planned decision' | 'last safe' | 'fallback' | 'closes';
  readonly label: string;
};

export function chartOf(record: RunRecord): Chart {
  const { state } = record;
  const { opens, closes, start, zone } = state.schedule;
  const now = lastMoment(record);
  const said = wordsOfPeople(record);
  const rows = stepsOf(state.plan)
    .filter((step) => step.timeline !== 'fallback' || isActive(state, 'fallback'))
    .map((step) => rowOf({ state, step, now, said: said.get(step.id) ?? [] }));
  const marks = marksOf(record);
  const spans = rows.flatMap(({ planned, bars }) => [...(planned === undefined ? [] : [planned]), ...bars]);
  // What happened days away would press the night into a line.
  const reach = closes - opens;
  return {
    from: Math.max(opens - reach, Math.min(opens, start, ...spans.map(({ from }) => from))),
    until: Math.min(closes + reach, Math.max(closes, ...spans.map(({ until }) => until))),
    start,
    zone,
    rows,
    marks,
    holds: state.clock.stops.map(({ from, until }) => ({ from, until: until ?? now })),
  };
}

type RowFacts = {
  readonly state: RunState;
  readonly step: Step;
  readonly now: number;
  /** When somebody said something of it. */
  readonly said: readonly number[];
};

function rowOf({ state, step, now, said }: RowFacts): ChartRow {
  const own = stepState(state, step.id);
  const slot = plannedSlot(state, step);
  const attempts = allAttempts(own);
  const began = attempts[0]?.startedAt;
  return {
    name: nameOf(step),
    status: statusWord(state, step),
    planned: slot === undefined ? undefined : { from: slot.begins, until: slot.ends },
    bars: attempts.flatMap((attempt, index) => {
      const next = attempts[index + 1]?.startedAt;
      const isOpen = next === undefined && own.status === 'checking';
      const until = isOpen ? now : said.findLast((at) => at <= (next ?? now));
      return [barOf(attempt, now), ...peopleBar(attempt, until)];
    }),
    drift: slot === undefined || began === undefined ? undefined : began - slot.begins,
  };
}

/** From the end of the work to the last word that anybody said of it. */
function peopleBar({ endedAt: from }: Attempt, until: number | undefined): ChartRow['bars'] {
  return from === undefined || until === undefined || until <= from ? [] : [{ from, until, kind: 'people' }];
}

function wordsOfPeople({ events }: RunRecord): ReadonlyMap<string, readonly number[]> {
  const words = new Map<string, number[]>();
  for (const { at, event } of events) {
    if (event.type !== 'item.answered' && event.type !== 'vote.cast' && event.type !== 'step.confirmed')
      continue;
    const known = words.get(event.step);
    if (known === undefined) words.set(event.step, [at]);
    else known.push(at);
  }
  return words;
}

function barOf(attempt: Attempt, now: number): ChartRow['bars'][number] {
  const { startedAt, endedAt, byHand, outcome } = attempt;
  const kind = byHand ? 'by hand' : (outcome ?? 'running');
  return { from: startedAt, until: endedAt ?? now, kind };
}

function marksOf(record: RunRecord): readonly ChartMark[] {
  const { opens, closes, start, lastSafe, fallback } = runFacts(record);
  const marks: readonly ChartMark[] = [
    { at: opens, kind: 'opens', label: opens === start ? 'S, window opens' : 'window opens' },
    ...(opens === start ? [] : [{ at: start, kind: 'start' as const, label: 'S' }]),
    ...stepsOf(record.state.plan).flatMap((step) => decisionMark(record.state, step)),
    ...(lastSafe === undefined
      ? []
      : [{ at: lastSafe, kind: 'last safe' as const, label: 'last safe fallback' }]),
    ...(fallback === undefined
      ? []
      : [{ at: fallback.at, kind: 'fallback' as const, label: 'D, fallback called' }]),
    { at: closes, kind: 'closes', label: 'window closes' },
  ];
  return marks.toSorted((a, b) => a.at - b.at);
}

/** A no-go is D itself. */
function decisionMark(state: RunState, step: Step): readonly ChartMark[] {
  if (!step.decision || step.timeline === 'fallback') return [];
  const { status, settledAt } = stepState(state, step.id);
  if (status === 'done' && settledAt !== undefined)
    return [{ at: settledAt, kind: 'decision', label: 'decision: go' }];
  const planned = plannedSlot(state, step)?.ends;
  return planned === undefined
    ? []
    : [{ at: planned, kind: 'planned decision', label: 'decision, as planned' }];
}
