import { type Plan, stepsOf } from '../../plan/plan.ts';
import { type Odds, type OddsFacts, odds } from '../../run/odds.ts';

export type SteadyFacts = Pick<OddsFacts, 'state' | 'now' | 'usuals'> & {
  /** Monotonic wall milliseconds. */
  readonly wall: number;
};

/** The odds of the run on the screen, which is drawn far more often than thousands of runs can be played. */
export function steadyOdds({ wall, ...facts }: SteadyFacts): Odds | undefined {
  const { state, usuals, now } = facts;
  const last = latest.get(state.plan);
  const isSame = last?.state === state && Math.abs(now - last.now) < staleClockMs;
  const rest = isSame ? staleMs : burstMs;
  if (last !== undefined && last.usuals === usuals && wall - last.wall < rest) return last.odds;
  const steps = Math.max(1, stepsOf(state.plan).length);
  const draws = Math.round(Math.min(mostDraws, Math.max(leastDraws, work / steps)));
  const drawn = odds({ ...facts, seed: state.seed ?? 1, draws });
  latest.set(state.plan, { state, usuals, now, wall, odds: drawn });
  return drawn;
}

type Kept = Pick<SteadyFacts, 'state' | 'usuals' | 'now' | 'wall'> & { readonly odds: Odds | undefined };

const latest = new WeakMap<Plan, Kept>();

/** While nothing happens they change slowly; where many hosts report, each of them changes the state. */
const staleMs = 10_000;
/** In a rehearsal the session's clock runs ahead of the wall's. */
const staleClockMs = 60_000;
const burstMs = 1_000;
const mostDraws = 2_000;
const leastDraws = 200;
/** Steps times draws: some ten milliseconds. */
const work = 200_000;
