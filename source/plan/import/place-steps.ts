import { formatOffset } from '../duration.ts';
import { formatClock } from './clock-time.ts';
import { type Draft, type DraftSection, type DraftStep, stepsIn } from './draft.ts';
import type { Facts } from './facts.ts';
import { short } from './short.ts';
import type { Window } from './window.ts';

const MINUTE = 60_000;
const DAY = 1440;

/** Gives each step its offset from S or D, where the document says enough for one. @returns the window */
export function placeSteps(draft: Draft, facts: Facts): Window {
  const steps = stepsIn(draft);
  const main = steps.filter(({ timeline }) => timeline !== 'fallback');
  const clock = main.find(({ timeline, from }) => timeline === 'main' && from?.type === 'clock')?.from;
  const opens =
    facts.window?.from ?? (clock?.type === 'clock' ? clock.minute - facts.shift / MINUTE : undefined);
  const start = opens === undefined ? undefined : opens + facts.shift / MINUTE;
  if (facts.window === undefined && clock?.type === 'clock') {
    const line = main.find(({ timeline, from }) => timeline === 'main' && from === clock)?.line ?? 1;
    draft.guesses.push({
      line,
      read: `S is ${formatClock(clock.minute)}, when the first step is due`,
      sure: 'likely',
    });
  } else if (clock !== undefined && start !== undefined) {
    const line = main.find(({ from }) => from === clock)?.line ?? 1;
    draft.guesses.push({
      line,
      read: `S is ${formatClock(start)}, when the window opens: times of day count from it`,
      sure: 'likely',
    });
  }
  placeFrom(main, start ?? 0);
  placeFallback(
    steps.filter(({ timeline }) => timeline === 'fallback'),
    draft,
  );
  placeBySections(draft);
  placeFollowers(draft);
  return windowOf(steps, { opens, facts, draft });
}

/** Times of day count from `start`; one much earlier than the one before it belongs to the next day. */
function placeFrom(steps: readonly DraftStep[], start: number): void {
  let last: number | undefined;
  for (const step of steps) {
    const { from, until } = step;
    if (from?.type === 'offset') step.offset = from.ms;
    else if (from?.type === 'clock') {
      last = last === undefined ? near(from.minute - start) : onward(from.minute - start, last);
      step.offset = last * MINUTE;
    }
    if (step.offset === undefined || until === undefined || step.length !== undefined) continue;
    const end = until.type === 'offset' ? until.ms : (last ?? 0) * MINUTE + span(from, until.minute);
    if (end >= step.offset) step.length = end - step.offset;
  }
}

function span(from: DraftStep['from'], minute: number): number {
  return from?.type === 'clock' ? ((((minute - from.minute) % DAY) + DAY) % DAY) * MINUTE : 0;
}

/** Half a day around the start. */
function near(minutes: number): number {
  const forward = ((minutes % DAY) + DAY) % DAY;
  return forward > DAY / 2 ? forward - DAY : forward;
}

function onward(minutes: number, last: number): number {
  const ahead = (((minutes - last) % DAY) + DAY) % DAY;
  return last + (ahead > DAY * 0.75 ? ahead - DAY : ahead);
}

function placeFallback(steps: readonly DraftStep[], draft: Draft): void {
  const first = steps.find(({ from }) => from !== undefined)?.from;
  const counted = steps.filter(({ from }) => from?.type === 'offset' && from.anchor === 'D');
  const others = steps.filter((step) => !counted.includes(step));
  placeFrom(counted, 0);
  const clock = others.find(({ from }) => from?.type === 'clock')?.from;
  placeFrom(others, clock?.type === 'clock' ? clock.minute : 0);
  const least = others.reduce(
    (least, { offset }) => Math.min(least, offset ?? least),
    Number.POSITIVE_INFINITY,
  );
  if (Number.isFinite(least)) for (const step of others) if (step.offset !== undefined) step.offset -= least;
  if (clock?.type === 'clock') {
    const minute = clock.minute + (Number.isFinite(least) ? least / MINUTE : 0);
    const line = others.find(({ from }) => from === clock)?.line ?? 1;
    draft.guesses.push({
      line,
      read: `the way back was planned for ${formatClock(minute)}: its times count from D now`,
      sure: 'likely',
    });
  } else if (first?.type === 'offset' && first.anchor === 'S') {
    draft.guesses.push({
      line: others[0]?.line ?? 1,
      read: 'the way back counted from S: its offsets count from D now',
      sure: 'unsure',
    });
  }
  for (const step of steps.filter(({ offset }) => (offset ?? 0) < 0)) {
    draft.guesses.push({
      line: step.line,
      read: `D + 0 for a step before D: \`${short(step.title)}\``,
      sure: 'unsure',
    });
    step.offset = 0;
  }
}

/** Steps of a section that says only how long all of it takes share its minutes. */
function placeBySections(draft: Draft): void {
  const begins = { preparation: 0, main: 0, fallback: 0 };
  for (const section of draft.sections) {
    const { kind, length, line, heading } = section;
    if (kind === 'info') continue;
    const steps = stepsOf(section);
    const timed = steps.filter(({ offset }) => offset !== undefined);
    if (timed.length > 0)
      begins[kind] = Math.max(begins[kind], ...timed.map((step) => (step.offset ?? 0) + (step.length ?? 0)));
    if (length === undefined || steps.length === 0 || timed.length > 0) continue;
    const share =
      Math.floor(length / steps.length / MINUTE) * MINUTE || Math.floor(length / steps.length / 1000) * 1000;
    const name = heading === undefined ? 'this section' : `\`${short(heading)}\``;
    const read = `${Math.round(length / MINUTE)} minutes of ${name}, shared among its ${steps.length} ${steps.length === 1 ? 'step' : 'steps'}`;
    draft.guesses.push({ line, read, sure: steps.length === 1 ? 'likely' : 'unsure' });
    for (const [index, step] of steps.entries()) {
      const own = index === steps.length - 1 ? length - share * index : share;
      if (kind === 'preparation') step.length ??= own;
      else {
        step.offset = begins[kind] + share * index;
        if (index === steps.length - 1) step.length ??= own;
      }
    }
    begins[kind] += length;
  }
}

/** A bullet among steps that says not when comes after the one before it. */
function placeFollowers(draft: Draft): void {
  for (const section of draft.sections) {
    let before: DraftStep | undefined;
    for (const step of stepsOf(section)) {
      if (
        step.follows &&
        step.offset === undefined &&
        before?.offset !== undefined &&
        section.kind !== 'preparation'
      ) {
        step.offset = before.offset + (before.length ?? 0);
        step.after.push(before);
        step.length ??= 0;
        const due = `${step.anchor}${formatOffset(step.offset)}`;
        draft.guesses.push({
          line: step.line,
          read: `after the step before it, ${due}, since it names no time: \`${short(step.title)}\``,
          sure: 'unsure',
        });
      }
      before = step;
    }
  }
}

function stepsOf({ parts }: DraftSection): readonly DraftStep[] {
  return parts.flatMap((part) => (part.type === 'step' ? [part.step] : []));
}

function windowOf(
  steps: readonly DraftStep[],
  {
    opens,
    facts,
    draft,
  }: { readonly opens: number | undefined; readonly facts: Facts; readonly draft: Draft },
): Window {
  const { date, zone, shift } = facts;
  const day = opens === undefined ? undefined : ((opens % DAY) + DAY) % DAY;
  if (facts.window !== undefined) return { date, zone, shift, opens: day, closes: facts.window.to };
  const clocked = steps.filter(({ from }) => from?.type === 'clock');
  if (day === undefined || clocked.length === 0) return { date, zone, shift, opens: day, closes: undefined };
  const ends = clocked.map(({ from, until, length }) => {
    const last = until ?? from;
    return (
      onward((last?.type === 'clock' ? last.minute : day) - day, 0) +
      (until === undefined ? (length ?? 0) / MINUTE : 0)
    );
  });
  const latest = ends.reduce((most, end) => Math.max(most, end), 0);
  const closes = (day + latest) % DAY;
  const line = clocked[0]?.line ?? 1;
  draft.guesses.push({
    line,
    read: `the window ${formatClock(day)} - ${formatClock(closes)}, from the first and the last time`,
    sure: 'unsure',
  });
  return { date, zone, shift, opens: day, closes: latest === 0 ? undefined : closes };
}
