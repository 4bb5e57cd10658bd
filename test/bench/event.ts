import { closeSync, fdatasyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { canonicalJson } from '../../source/journal/canonical-json.ts';
import type { Journal, NewEvent, StoredEvent } from '../../source/journal/journal.ts';
import { openSqliteJournal } from '../../source/journal/sqlite-journal.ts';
import { percentile } from './percentile.ts';

const atMost = 1.3;
/** Both fill caches first. */
const warmUp = 50;
/** A slow disk, or a busy one. */
const mostMs = 45_000;

/** One durable event through the journal, and the same bytes at the end of a file with fdatasync, in turn on one disk. */
export async function eventBench({ quick }: { readonly quick: boolean }): Promise<string> {
  const rounds = quick ? 300 : 3_000;
  const folder = mkdtempSync(join(tmpdir(), 'gonogo-bench-'));
  const file = openSync(join(folder, 'plain'), 'a');
  const journal = await openSqliteJournal({ file: join(folder, 'journal.sqlite') });
  const times: Record<'journal' | 'plain', number[]> = { journal: [], plain: [] };
  try {
    let size = 0;
    const until = performance.now() + mostMs;
    let round = 0;
    for (; round < rounds + warmUp && performance.now() < until; round += 1) {
      const began = performance.now();
      const stored = await append(journal, round);
      const between = performance.now();
      const bytes = Buffer.from(`${canonicalJson(stored)}\n`);
      size += bytes.length;
      const prepared = performance.now();
      writeSync(file, bytes);
      fdatasyncSync(file);
      const ended = performance.now();
      if (round < warmUp) continue;
      times.journal.push(between - began);
      times.plain.push(ended - prepared);
    }
    return table({ ...times, meanSize: size / round });
  } finally {
    await journal.close();
    closeSync(file);
    rmSync(folder, { recursive: true });
  }
}

async function append(journal: Journal, before: number): Promise<StoredEvent> {
  const result = await journal.append('EVNT', before, [eventOf(before)]);
  const [stored] = result.type === 'appended' ? result.events : [];
  if (stored === undefined) throw new Error('the journal took no event');
  return stored;
}

function eventOf(index: number): NewEvent {
  return {
    at: Date.now(),
    event: {
      type: 'target.finished',
      step: 'deploy-others',
      attempt: 1,
      action: 0,
      target: `sakaiprod${index % 20}`,
      result: { type: 'exited', code: 0 },
      hostKey: 'SHA256:Wk0nG2mXG9tq8Y5cWlQnVh2mZ9k3y1a8fT7oVd3bXyE',
      marker: undefined,
    },
  };
}

type Times = {
  readonly journal: readonly number[];
  readonly plain: readonly number[];
  readonly meanSize: number;
};

function table({ journal, plain, meanSize }: Times): string {
  const row = (who: string, ms: readonly number[]) =>
    `| ${who} | ${[50, 90, 99].map((each) => (percentile(ms, each) * 1_000).toFixed(0)).join(' | ')} |`;
  const ratio = percentile(journal, 50) / percentile(plain, 50);
  return [
    `${journal.length} events of ${meanSize.toFixed(0)} bytes in the mean, one after the other, in turn with the same bytes in a file. Microseconds until it would survive the loss of power.`,
    '',
    '| | p50 | p90 | p99 |',
    '|---|---|---|---|',
    row('journal: checked, hashed, SQLite, fsync', journal),
    row('append and fdatasync', plain),
    '',
    '| goal | at most | is | |',
    '|---|---|---|---|',
    `| p50, journal / append and fdatasync | ${atMost} | ${ratio.toFixed(2)} | ${ratio <= atMost ? 'met' : 'missed'} |`,
  ].join('\n');
}
