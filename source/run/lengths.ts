import { type Plan, type Step, stepsOf } from '../plan/plan.ts';
import type { Usual, Usuals } from '../plan/usual.ts';

/** How long one step took in one run, milliseconds. */
export type Sample = {
  readonly id: string;
  readonly title: string;
  readonly ms: number;
  readonly source: Usual['source'];
};

/** How long a step is to be expected to take: what it usually takes, else what the plan says. Milliseconds. */
export function expectedLength({ id, duration }: Pick<Step, 'id' | 'duration'>, usuals?: Usuals): number {
  return usuals?.get(id)?.p50 ?? duration;
}

/**
 * What earlier runs tell about the steps of this plan. A step is found by its id; where the plan has no such id, by
 * its title without case, digits and dates, if exactly one step is called so.
 * @param runs the samples of each run
 */
export function learn(plan: Plan, runs: readonly (readonly Sample[])[]): Usuals {
  const names = namesIn(plan);
  const taken = new Map<string, Sample[]>();
  for (const samples of runs) {
    for (const [id, sample] of matched(samples, names)) {
      const list = taken.get(id);
      if (list === undefined) taken.set(id, [sample]);
      else list.push(sample);
    }
  }
  return new Map([...taken].map(([id, samples]) => [id, usualOf(samples)]));
}

/**
 * A title without what changes from one release to the next: case, digits, names of months and days, punctuation.
 * Empty where nothing else is in it.
 */
export function nameWithoutDates(title: string): string {
  return title
    .toLowerCase()
    .replace(/\d+(?:st|nd|rd|th)\b/g, ' ')
    .replace(/[^\p{L}]+/gu, ' ')
    .replace(calendar, ' ')
    .replace(/ +/g, ' ')
    .trim();
}

/**
 * The value below which a share of the values lies, between two of them in proportion; NaN of no values.
 * @param share from 0 to 1
 */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const place = share * (sorted.length - 1);
  const below = sorted[Math.floor(place)] ?? Number.NaN;
  const above = sorted[Math.ceil(place)] ?? below;
  return below + (above - below) * (place - Math.floor(place));
}

const calendar =
  /(?<!\p{L})(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?|(?:mon|tues|wednes|thurs|fri|satur|sun)day)(?!\p{L})/gu;

type Names = { readonly ids: ReadonlySet<string>; readonly titles: ReadonlyMap<string, Step | undefined> };

/** Steps by what they are called; undefined where several are called the same. */
function namesIn(plan: Plan): Names {
  const steps = stepsOf(plan);
  const titles = new Map<string, Step | undefined>();
  for (const step of steps) {
    const name = nameWithoutDates(step.title);
    titles.set(name, titles.has(name) ? undefined : step);
  }
  titles.delete('');
  return { ids: new Set(steps.map(({ id }) => id)), titles };
}

/** The samples of one run by the step of this plan that they are about, at most one for each. */
function matched(samples: readonly Sample[], { ids, titles }: Names): ReadonlyMap<string, Sample> {
  const found = new Map(samples.filter(({ id }) => ids.has(id)).map((sample) => [sample.id, sample]));
  const others = Map.groupBy(
    samples.filter(({ id }) => !ids.has(id)),
    ({ title }) => nameWithoutDates(title),
  );
  for (const [name, [sample, ...rest]] of others) {
    const step = titles.get(name);
    if (step === undefined || sample === undefined || rest.length > 0 || found.has(step.id)) continue;
    found.set(step.id, sample);
  }
  return found;
}

function usualOf(samples: readonly Sample[]): Usual {
  const real = samples.filter(({ source }) => source === 'run');
  const counted = real.length > 0 ? real : samples;
  const lengths = counted.map(({ ms }) => ms);
  return {
    p50: percentile(lengths, 0.5),
    p90: percentile(lengths, 0.9),
    count: counted.length,
    source: real.length > 0 ? 'run' : 'rehearsal',
  };
}
