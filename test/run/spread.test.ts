import { expect, test } from 'vitest';
import type { Usual } from '../../source/plan/usual.ts';
import { percentile } from '../../source/run/lengths.ts';
import { normalQuantile, normalTail } from '../../source/run/normal.ts';
import { factorsOf, lengthAt, lengthsBeyond, levels, spreadOf } from '../../source/run/spread.ts';
import { minute } from '../helpers/plan.ts';

const step = { duration: 10 * minute };
const usual: Usual = { p50: 4 * minute, p90: 8 * minute, count: 9, source: 'run' };

test('the normal distribution, in its middle and far out', () => {
  for (const [z, tail] of [
    [0, 0.5],
    [1, 0.158655254],
    [-1, 0.841344746],
    [3, 1.349898e-3],
    [8, 6.220961e-16],
  ] as const) {
    expect(normalTail(z) / tail).toBeCloseTo(1, 5);
  }
  for (const chance of [1e-15, 1e-6, 0.1, 0.4999, 0.5, 0.5001, 0.9, 0.999]) {
    expect(1 - normalTail(normalQuantile(chance))).toBeCloseTo(chance, 6);
    expect(normalTail(-normalQuantile(chance)) / chance).toBeCloseTo(1, 4);
  }
});

test('learned lengths come back at their percentiles; planned ones with a quarter more at the ninth of ten', () => {
  expect(lengthAt(spreadOf(step, usual), 0.5) / minute).toBeCloseTo(4, 3);
  expect(lengthAt(spreadOf(step, usual), 0.9) / minute).toBeCloseTo(8, 3);
  expect(lengthAt(spreadOf(step, undefined), 0.5) / minute).toBeCloseTo(10, 3);
  expect(lengthAt(spreadOf(step, undefined), 0.9) / minute).toBeCloseTo(12.5, 3);
});

test('one run, or any number of rehearsals, does not make a length certain', () => {
  const same = { ...usual, p90: usual.p50 };
  const guessed = spreadOf(step, undefined).sigma;
  expect(spreadOf(step, { ...same, count: 1 }).sigma).toBe(guessed);
  expect(spreadOf(step, { ...same, count: 4 }).sigma).toBe(guessed / 2);
  expect(spreadOf(step, { ...same, count: 100, source: 'rehearsal' }).sigma).toBe(guessed);
  expect(spreadOf(step, { ...usual, p90: 1e9 * minute }).sigma).toBeLessThan(2);
  expect(spreadOf(step, { ...usual, p50: 0 }).median).toBe(0);
});

test('what has gone on for a while takes longer than that, by what is left of its spread', () => {
  const spread = spreadOf(step, usual);
  const all = [...factorsOf(spread.sigma)].map((factor) => factor * spread.median);
  for (const elapsed of [minute, 4 * minute, 9 * minute]) {
    const longer = all.filter((length) => length > elapsed);
    const lengths = [...lengthsBeyond(spread, elapsed)];
    expect(lengths.length).toBe(levels);
    expect(Math.min(...lengths)).toBeGreaterThanOrEqual(elapsed);
    for (const share of [0.25, 0.5, 0.9]) {
      expect(percentile(lengths, share) / percentile(longer, share)).toBeCloseTo(1, 1);
    }
  }
});

test('what has gone on for absurdly long still needs a while; what takes no time is about to end', () => {
  const lengths = lengthsBeyond(spreadOf(step, undefined), 100 * 60 * minute);
  expect(lengths[levels / 2]).toBeGreaterThan(101 * 60 * minute);
  expect(lengths[levels / 2]).toBeLessThan(110 * 60 * minute);
  expect(lengthsBeyond({ median: 0, sigma: 0.2 }, 5).every((length) => length === 5)).toBe(true);
  expect(lengthsBeyond({ median: 100, sigma: 0.2 }, 0)[0]).toBeLessThan(100);
});
