import fc from 'fast-check';
import { expect, test } from 'vitest';
import { foldHosts } from '../../source/plan/fold-hosts.ts';
import { expandHosts } from '../../source/plan/host-set.ts';

test.each([
  ['', ''],
  ['n1', 'n1'],
  ['n2 n1 n3', 'n[1-3]'],
  ['n1 n3 n2 n9', 'n[1-3,9]'],
  ['n08 n09 n10 n11', 'n[08-11]'],
  ['n9 n10', 'n[9-10]'],
  ['n1 n01 n2 n02', 'n[01-02,1-2]'],
  ['r1n1 r1n2 r2n1 r2n2', 'r[1-2]n[1-2]'],
  ['r1n1 r1n2 r2n1', 'r1n[1-2],r2n1'],
  ['b a b', 'a,b'],
  ['sakaiprodmail1 sakaiprod10 sakaiprod9', 'sakaiprod[9-10],sakaiprodmail1'],
  ['n1.x n2.x n1.y', 'n[1-2].x,n1.y'],
  ['i-1234567890123456789 i-1234567890123456790', 'i-1234567890123456789,i-1234567890123456790'],
])('folds %s', (hosts, folded) => {
  expect(foldHosts(hosts.split(' ').filter((host) => host !== ''))).toBe(folded);
});

const host = fc
  .tuple(
    fc.constantFrom('n', 'r', 'sakaiprod', 'a.b-', '10.0.'),
    fc.array(fc.tuple(fc.stringMatching(/^\d{1,3}$/), fc.constantFrom('', 'n', '-', '.x')), { maxLength: 3 }),
  )
  .map(([start, parts]) => start + parts.flat().join(''));

test('a folded list expands to the same hosts', () => {
  fc.assert(
    fc.property(fc.uniqueArray(host, { minLength: 1, maxLength: 60 }), (hosts) => {
      const expanded = expandHosts(foldHosts(hosts));
      expect(expanded.type).toBe('expanded');
      if (expanded.type === 'expanded') expect(expanded.hosts.toSorted()).toEqual(hosts.toSorted());
    }),
    { numRuns: 300 },
  );
});

test('the order of a list does not change what it folds to', () => {
  fc.assert(
    fc.property(fc.uniqueArray(host, { minLength: 1, maxLength: 30 }), (hosts) => {
      const folded = foldHosts(hosts);
      expect(foldHosts(hosts.toReversed())).toBe(folded);
    }),
  );
});

test('ten thousand hosts fold quickly', () => {
  const hosts = Array.from({ length: 10_000 }, (_, i) => `r${Math.floor(i / 100)}n${i % 100}`);
  const began = performance.now();
  expect(foldHosts(hosts)).toBe('r[0-99]n[0-99]');
  expect(performance.now() - began).toBeLessThan(1_000);
});
