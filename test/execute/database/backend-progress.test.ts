import { expect, test } from 'vitest';
import { createProgressReport, progressOf } from '../../../source/execute/database/backend-progress.ts';

function row(kind: string, facts: Readonly<Record<string, unknown>>, relation: string | null = 'gradebook') {
  return { kind, relation, facts: JSON.stringify(facts) };
}

test.each([
  [
    row('copy', { bytes_processed: 50, bytes_total: 200, tuples_processed: 7 }),
    '25 %, copy of gradebook (50 of 200 bytes)',
  ],
  [row('copy', { bytes_processed: 50, bytes_total: 0, tuples_processed: 7000 }, null), '7,000 rows, copy'],
  [
    row('create_index', {
      command: 'CREATE INDEX CONCURRENTLY',
      phase: 'waiting for writers',
      lockers_done: 1,
      lockers_total: 2,
    }),
    '50 %, create index concurrently of gradebook, waiting for writers (1 of 2 transactions waited for)',
  ],
  [row('vacuum', { phase: 'initializing', heap_blks_total: 0 }), 'vacuum of gradebook, initializing'],
  [
    row('cluster', {
      command: 'VACUUM FULL',
      phase: 'seq scanning heap',
      heap_blks_scanned: 9,
      heap_blks_total: 8,
    }),
    '100 %, vacuum full of gradebook, seq scanning heap (9 of 8 blocks)',
  ],
  [
    row('analyze', { phase: '\x1b[2J', sample_blks_scanned: 1, sample_blks_total: 4 }),
    '25 %, analyze of gradebook, <U+001B>[2J (1 of 4 blocks)',
  ],
  [{ kind: 'copy', relation: null, facts: 'no JSON' }, undefined],
])('%j', (given, line) => {
  expect(progressOf(given)?.line).toBe(line);
});

test('a line for each phase, for ten percent more, and at least every ten seconds', () => {
  const said: string[] = [];
  let now = 0;
  const { see } = createProgressReport({ say: (line) => said.push(line), now: () => now });
  const look = (ms: number, done: number, phase = 'scanning') => {
    now += ms;
    see(row('vacuum', { phase, heap_blks_scanned: done, heap_blks_total: 100 }));
    return said.splice(0).length;
  };
  expect(look(0, 1)).toBe(1);
  expect(look(1_000, 2)).toBe(0);
  expect(look(1_000, 11)).toBe(1);
  expect(look(500, 50)).toBe(0);
  expect(look(500, 50)).toBe(1);
  expect(look(1_000, 51, 'cleaning up')).toBe(1);
  expect(look(9_000, 52, 'cleaning up')).toBe(0);
  expect(look(1_000, 52, 'cleaning up')).toBe(1);
  expect(look(20_000, 52, 'cleaning up')).toBe(0);
});
