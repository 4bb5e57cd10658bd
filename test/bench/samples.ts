import { median } from './median.ts';
import type { Sample } from './timed.ts';

export type Place = {
  readonly stage: string;
  /** How many hosts. */
  readonly size: number;
  readonly who: string;
};

/** What was measured so far. */
export type Samples = {
  readonly add: (place: Place, sample: Sample) => void;
  /** Medians; undefined where nothing was measured. */
  readonly of: (place: Place) => Sample | undefined;
  /** Who was measured there, in the order of the first sample. */
  readonly whoAt: (stage: string) => readonly string[];
};

export function createSamples(): Samples {
  const all = new Map<string, Sample[]>();
  const who = new Map<string, Set<string>>();
  const keyOf = ({ stage, size, who }: Place) => `${stage}/${size}/${who}`;
  return {
    add: (place, sample) => {
      all.set(keyOf(place), [...(all.get(keyOf(place)) ?? []), sample]);
      who.set(place.stage, (who.get(place.stage) ?? new Set()).add(place.who));
    },
    of: (place) => {
      const own = all.get(keyOf(place));
      return own && { wall: median(own.map(({ wall }) => wall)), cpu: median(own.map(({ cpu }) => cpu)) };
    },
    whoAt: (stage) => [...(who.get(stage) ?? [])],
  };
}
