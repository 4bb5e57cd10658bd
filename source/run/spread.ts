import type { Step } from '../plan/plan.ts';
import type { Usual } from '../plan/usual.ts';
import { normalQuantile, normalTail } from './normal.ts';

/**
 * How the length of a step is spread: log-normally, as work that meets trouble takes times as long, not minutes more.
 * `median` in milliseconds; `sigma` of the logarithm.
 */
export type Spread = { readonly median: number; readonly sigma: number };

/** How many lengths of a spread stand for all of it, each as likely as the others. */
export const levels = 1_024;

/**
 * What earlier runs say of the step; few of them say little, and rehearsals nothing, of how far lengths lie apart, so
 * that less than the guess below is believed only as the number of runs grows. Without any: the planned length in half
 * of the cases, and at most a quarter more in nine of ten. A plan tells no spread; without one it would be in time for
 * certain, or late for certain.
 */
export function spreadOf({ duration }: Pick<Step, 'duration'>, usual: Usual | undefined): Spread {
  if (usual === undefined) return { median: duration, sigma: guessed };
  const { p50, p90, count, source } = usual;
  const least = source === 'run' ? guessed / Math.sqrt(count) : guessed;
  const learned = p50 > 0 ? sigmaOf(p90 / p50) : 0;
  return { median: p50, sigma: Math.min(widest, Math.max(learned, least)) };
}

/** A length of a spread, milliseconds: that below which the share `chance` of them lies; above 0, below 1. */
export function lengthAt({ median, sigma }: Spread, chance: number): number {
  return median * Math.exp(sigma * normalQuantile(chance));
}

/** The lengths of all levels, shortest first, as multiples of the median. */
export function factorsOf(sigma: number): Float64Array {
  return places.map((place) => Math.exp(sigma * place));
}

/** The same, in milliseconds, of what has gone on for `elapsed` already: all of them are longer than that. */
export function lengthsBeyond({ median, sigma }: Spread, elapsed: number): Float64Array {
  if (elapsed <= 0 || median <= 0)
    return factorsOf(sigma).map((factor) => Math.max(elapsed, median * factor));
  // What takes absurdly long is treated as just beyond belief: it still needs a part of what it took so far.
  const reached = Math.min(beyondBelief, Math.log(elapsed / median) / sigma);
  const left = normalTail(reached);
  return chances.map((chance) => {
    const place = Math.max(reached, -normalQuantile(left * (1 - chance)));
    return elapsed * Math.exp(sigma * (place - reached));
  });
}

function sigmaOf(ratio: number): number {
  return Math.log(ratio) / ninth;
}

/** The standard normal's nine-tenths quantile. */
const ninth = 1.2816;
const guessed = sigmaOf(1.25);
const widest = 1.5;
const beyondBelief = 8;
const chances = Float64Array.from({ length: levels }, (_, level) => (level + 0.5) / levels);
const places = chances.map(normalQuantile);
