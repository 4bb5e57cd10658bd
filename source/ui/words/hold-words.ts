import { formatDuration } from '../../plan/duration.ts';
import { absorbsSlip, type Step } from '../../plan/plan.ts';
import type { ForecastFacts } from '../../run/forecast.ts';
import { prospectsOf } from '../../run/prospects.ts';
import { unsettledSteps } from '../../run/select.ts';
import { absorbed } from '../../run/slip.ts';
import type { RunState } from '../../run/state.ts';
import { nameOf } from '../../run/words.ts';
import { shortClock } from './short-clock.ts';

/** What a hold does to the clocks, before it is called. */
export function holdClockWords(state: RunState, now: number): string {
  const anchor = state.fallback === undefined ? 'S' : 'D';
  if (now < state.schedule.start) return 'S stays when it is, and the clock of S stops only from then on.';
  const taken = openHolds(state).map(
    (step) => `${nameOf(step)} takes up to ${formatDuration(step.duration)} of it`,
  );
  const built = taken.length === 0 ? '' : ` Built in: ${taken.join(', ')}.`;
  return `The clock of ${anchor} stops, and what is open is due later by as much; the window's clock goes on.${built}`;
}

/** `Held for 4m: what is open is due 4m later. Last safe fallback in 0:12:43.` */
export function heldWords(facts: ForecastFacts): readonly string[] {
  const { state, now } = facts;
  if (state.held === undefined) return [];
  const { wayBack } = prospectsOf(facts);
  const safe =
    wayBack === undefined
      ? []
      : [
          now > wayBack.lastSafe
            ? `THE LAST SAFE FALLBACK PASSED ${shortClock(now - wayBack.lastSafe)} ago.`
            : `Last safe fallback in ${shortClock(wayBack.lastSafe - now)}.`,
        ];
  return [movedWords(state, { from: state.held.at, until: now }), ...safe];
}

/** The same once it is over, of the last one. */
export function releasedWords(state: RunState, at: number): string {
  return movedWords(state, { from: state.clock.stops.at(-1)?.from ?? at, until: at });
}

/** What a hold of that time has moved. */
function movedWords(
  state: RunState,
  { from, until }: { readonly from: number; readonly until: number },
): string {
  const held = `Held for ${seconds(until - from)}`;
  const zero = state.fallback?.at ?? state.schedule.start;
  const stopped = Math.max(0, until - Math.max(from, zero));
  if (stopped < 1000) return `${held}: nothing is due later by it.`;
  const taken = takenUp(state, { from, until });
  const [pause] = openHolds(state);
  const left = Math.max(0, stopped - taken);
  const after =
    taken < 1000 || pause === undefined
      ? ''
      : `, after ${nameOf(pause)} ${left < 1000 ? 'not later' : `only ${seconds(left)} later`}`;
  return `${held}: what is open is due ${seconds(stopped)} later${after}.`;
}

/** What built-in holds took up of it. */
function takenUp(
  state: RunState,
  { from, until }: { readonly from: number; readonly until: number },
): number {
  const [before, now] = [absorbed(state, from), absorbed(state, until)];
  return Math.max(0, ...openHolds(state).map((step) => now.through(step) - before.through(step)));
}

/** Built-in holds that can still take up something. */
function openHolds(state: RunState): readonly Step[] {
  return unsettledSteps(state).filter((step) => absorbsSlip(step));
}

function seconds(ms: number): string {
  return formatDuration(Math.floor(ms / 1000) * 1000);
}
