import fc from 'fast-check';
import { expect, test } from 'vitest';
import { allowedFailures, batchesOf } from '../../source/plan/batches.ts';
import type { Share } from '../../source/plan/plan.ts';

const count = (value: number): Share => ({ type: 'count', value });
const percent = (value: number): Share => ({ type: 'percent', value });

function hosts(many: number): readonly string[] {
  return Array.from({ length: many }, (_, index) => `n${index + 1}`);
}

function sizes(many: number, batch: readonly Share[]): readonly number[] {
  return batchesOf(hosts(many), batch).map(({ length }) => length);
}

test.each([
  ['no share', 7, [], [7]],
  ['a canary, then growing', 7, [count(1), count(2), percent(50)], [1, 2, 3, 1]],
  ['the last one repeats', 7, [count(1), count(2)], [1, 2, 2, 2]],
  ['a percentage is one of all hosts', 200, [count(1), percent(10), percent(50)], [1, 20, 100, 79]],
  ['a percentage is rounded down', 7, [percent(50)], [3, 3, 1]],
  ['to one host at least', 7, [percent(1)], [1, 1, 1, 1, 1, 1, 1]],
  ['exact where it comes out even', 100, [percent(29)], [29, 29, 29, 13]],
  ['everybody', 3, [percent(100)], [3]],
  ['more than there are', 3, [count(10), count(1)], [3]],
  ['shares that are never reached', 3, [count(1), count(2), count(5)], [1, 2]],
  ['no hosts', 0, [count(1)], []],
  ['neither', 0, [], []],
])('%s', (_, many, batch, expected) => {
  expect(sizes(many, batch)).toEqual(expected);
});

const anyShare: fc.Arbitrary<Share> = fc.oneof(
  fc.integer({ min: 1, max: 300 }).map(count),
  fc.integer({ min: 1, max: 100 }).map(percent),
);

test('every host begins once, in the order given', () => {
  fc.assert(
    fc.property(fc.nat(250), fc.array(anyShare, { maxLength: 5 }), (many, batch) => {
      const all = hosts(many);
      const batches = batchesOf(all, batch);
      expect(batches.flat()).toEqual(all);
      expect(batches.every(({ length }) => length > 0)).toBe(true);
    }),
  );
});

test('no batch is larger than its share, and only the last one may be smaller', () => {
  fc.assert(
    fc.property(fc.nat(250), fc.array(anyShare, { minLength: 1, maxLength: 5 }), (many, batch) => {
      const found = sizes(many, batch);
      found.forEach((size, index) => {
        const share = batch[Math.min(index, batch.length - 1)] ?? count(0);
        const wanted =
          share.type === 'count' ? share.value : Math.max(1, Math.floor((many * share.value) / 100));
        if (index === found.length - 1) expect(size).toBeLessThanOrEqual(wanted);
        else expect(size).toBe(wanted);
      });
    }),
  );
});

test.each([
  ['nothing said', undefined, 7, 0],
  ['none', count(0), 7, 0],
  ['a number', count(2), 7, 2],
  ['a percentage is rounded down', percent(10), 7, 0],
  ['a percentage', percent(10), 200, 20],
  ['exact where it comes out even', percent(29), 100, 29],
  ['all', percent(100), 7, 7],
])('failures allowed: %s', (_, share, many, expected) => {
  expect(allowedFailures(share, many)).toBe(expected);
});

test('more hosts never allow fewer failures, and a percentage never more than all', () => {
  fc.assert(
    fc.property(fc.nat(500), fc.nat(100), (many, value) => {
      const allowed = allowedFailures(percent(value), many);
      expect(allowed).toBeLessThanOrEqual(many);
      expect(allowedFailures(percent(value), many + 1)).toBeGreaterThanOrEqual(allowed);
    }),
  );
});
