import { type Forecast, type ForecastFacts, forecast } from './forecast.ts';
import { type Slack, slackOf } from './slack.ts';
import { type WayBack, wayBack } from './way-back.ts';

/** What a run comes to from here: forward, and back. */
export type Prospects = {
  readonly forecast: Forecast;
  /** Undefined where nothing can be called any more, or there is no way back. */
  readonly wayBack: WayBack | undefined;
  /** By step id, for what is open. */
  readonly slack: ReadonlyMap<string, Slack>;
};

/** Kept for the moment it was asked for: a screen asks several times. */
export function prospectsOf(facts: ForecastFacts): Prospects {
  const last = latest.get(facts.state);
  if (last?.now === facts.now && last.usuals === facts.usuals) return last.prospects;
  const expected = forecast(facts);
  const back = wayBack({ ...facts, forecast: expected });
  const slack = slackOf({ state: facts.state, forecast: expected, decisionBy: back?.decision?.lastSafe });
  const prospects = { forecast: expected, wayBack: back, slack };
  latest.set(facts.state, { now: facts.now, usuals: facts.usuals, prospects });
  return prospects;
}

type Kept = Pick<ForecastFacts, 'now' | 'usuals'> & { readonly prospects: Prospects };

const latest = new WeakMap<ForecastFacts['state'], Kept>();
