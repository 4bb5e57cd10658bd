import type { Step } from '../../plan/plan.ts';
import type { ForecastFacts } from '../../run/forecast.ts';
import { lackingHosts } from '../../run/left-out.ts';
import { prospectsOf } from '../../run/prospects.ts';
import { isActive } from '../../run/select.ts';
import type { RunState } from '../../run/state.ts';
import { dueAt, elapsed, lateness, stepState } from '../../run/timing.ts';
import { isLeftOut } from '../../run/waiting.ts';
import { statusWords } from '../../run/words.ts';
import { type Line, type Span, span, widthOf } from '../line.ts';
import { shortClock, shortLateness } from '../words/short-clock.ts';

/** Cells of the last column, one of them blank. */
export const clockWidth = 12;

/** What a person has to know of a step in one word or one clock. */
export function stepClock(facts: ForecastFacts, step: Step): Line {
  const { state, now } = facts;
  const own = stepState(state, step.id);
  const inTrouble = own.status === 'running' || own.status === 'unknown';
  if (!isActive(state, step.timeline) && !inTrouble) {
    if (own.status === 'done') return [{ ...doneSpan(state, step, ''), tone: 'dim' }];
    return [span(own.status === 'waiting' ? '' : statusWords[own.status], 'dim')];
  }
  switch (own.status) {
    case 'running':
      return [span(shortClock(elapsed(own, now) ?? 0), 'accent')];
    case 'checking':
      return [span('CHECK', 'warn')];
    case 'failed':
      return [span('FAILED', 'bad')];
    case 'unknown':
      return [span('UNKNOWN', 'bad')];
    case 'skipped':
      return [span(isLeftOut(state, step) ? 'not needed' : 'skipped', 'dim')];
    case 'done':
      return [doneSpan(state, step, shortLateness(lateness({ state, step, now }) ?? 0))];
    case 'waiting':
      return countdown(facts, step);
  }
}

/** How late it began stays to be seen, and so do people's work and hosts that were left out. */
function doneSpan(state: RunState, step: Step, late: string): Span {
  if (stepState(state, step.id).attempts.at(-1)?.byHand === true) {
    return late === '' ? span('by hand', 'good') : span(`hand${late}`, 'warn');
  }
  const lacking = lackingHosts(state, step).length;
  if (lacking > 0) return span(`${late === '' ? 'done' : late} ${lacking} out`, 'warn');
  return late === '' ? span('done', 'good') : span(late, 'warn');
}

/** `-17:43 +8m`: due then, and expected to begin so much later than planned. */
function countdown({ state, now, usuals }: ForecastFacts, step: Step): Line {
  const due = dueAt(state, step, now);
  if (due === undefined || state.ended !== undefined) return [];
  const clock = dueSpan(due, now);
  const drift = prospectsOf({ state, now, usuals }).forecast.steps.get(step.id)?.drift ?? 0;
  const late = shortLateness(drift);
  // How long it is overdue says as much.
  if (late === '' || drift - Math.max(0, now - due) < 60_000) return [clock];
  const both = [clock, span(` ${late}`, 'warn')];
  if (widthOf(both) < clockWidth) return both;
  return [span(inMinutes(due, now), clock.tone), span(` ${late}`, 'warn')];
}

function dueSpan(due: number, now: number): Span {
  if (now < due) return span(`-${shortClock(due - now)}`, due - now < 60_000 ? 'warn' : undefined);
  return span(`+${shortClock(now - due)}`, now - due < 60_000 ? undefined : 'warn');
}

/** Of what is hours away nobody reads the seconds. */
function inMinutes(due: number, now: number): string {
  const size = shortLateness(Math.abs(due - now)).slice(1);
  return `${now < due ? '-' : '+'}${size === '' ? '0m' : size}`;
}
