import { createHash } from 'node:crypto';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { OutputChunk, StoredChunk } from '../../source/journal/journal.ts';
import { createMemoryJournal } from '../../source/journal/memory-journal.ts';
import { createDigester } from '../../source/journal/output-digest.ts';
import { verifyOutput } from '../../source/journal/verify-output.ts';
import type { Recorded } from '../../source/run/event.ts';
import type { StreamDigest } from '../../source/run/facts.ts';
import { collect } from '../helpers/collect.ts';
import { chunk } from './sample-events.ts';

const mib = 1 << 20;

function digestOf(...parts: readonly (string | Uint8Array)[]): StreamDigest {
  const digester = createDigester();
  for (const part of parts) digester.add(Buffer.from(part));
  return digester.digest();
}

/** The result of attempt 1 of `deploy` on a target, with what it had written by then. */
function finished(stdout: StreamDigest, target = 'app1', stderr = digestOf()): Recorded {
  return {
    seq: 1,
    at: 1,
    event: {
      type: 'target.finished',
      step: 'deploy',
      attempt: 1,
      action: 0,
      target,
      result: { type: 'exited', code: 0 },
      hostKey: undefined,
      marker: undefined,
      output: { stdout, stderr },
    },
  };
}

async function stored(chunks: readonly OutputChunk[]): Promise<readonly StoredChunk[]> {
  const journal = createMemoryJournal();
  await journal.appendOutput('R', chunks);
  return collect(journal.walkOutput('R'));
}

async function* pieces(chunks: readonly StoredChunk[]) {
  yield* chunks;
}

async function verdictOn(events: readonly Recorded[], chunks: readonly StoredChunk[]) {
  return verifyOutput(events, pieces(chunks));
}

const place = { step: 'deploy', attempt: 1, action: 0, target: 'app1', stream: 'stdout' };

test('a digest is the SHA-256 of the bytes, however they were split', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 50 }), { maxLength: 20 }), (parts) => {
      const all = Buffer.concat(parts);
      const sha256 = createHash('sha256').update(all).digest('hex');
      expect(digestOf(...parts)).toEqual({ bytes: all.length, sha256 });
    }),
  );
});

test('a digest of long output has marks on the way, never many', () => {
  const part = Buffer.alloc(mib - 1, 'x');
  const digester = createDigester();
  for (let count = 0; count < 70; count += 1) {
    digester.add(part);
    const { marks, bytes } = digester.digest();
    expect(marks?.sha256.length ?? 0).toBe(marks === undefined ? 0 : Math.floor(bytes / marks.every));
    expect(marks?.sha256.length ?? 0).toBeLessThan(32);
  }
  const { marks } = digester.digest();
  expect(marks?.every).toBe(4 * mib);
  const third = createHash('sha256')
    .update(Buffer.alloc(12 * mib, 'x'))
    .digest('hex');
  expect(marks?.sha256[2]).toBe(third);
});

test('what is as it was recorded is counted; what came later and what has no digest apart', async () => {
  const chunks = await stored([
    chunk('hello '),
    chunk('on app2', { target: 'app2' }),
    chunk('world'),
    chunk(' left over'),
    chunk('oops', { stream: 'stderr' }),
    chunk('still running', { attempt: 2 }),
  ]);
  const events = [finished(digestOf('hello world')), finished(digestOf('on app2'), 'app2')];
  expect(await verdictOn(events, chunks)).toEqual({
    faults: [],
    streams: 2,
    bytes: 18,
    later: 14,
    uncovered: 13,
  });
});

test('a byte that was changed is found in its stream, and no other stream is blamed', async () => {
  const chunks = await stored([chunk('hello '), chunk('wor1d'), chunk('fine', { target: 'app2' })]);
  const events = [finished(digestOf('hello world')), finished(digestOf('fine'), 'app2')];
  const verdict = await verdictOn(events, chunks);
  expect(verdict.faults).toEqual([{ ...place, what: 'changed', from: 0, to: 11 }]);
  expect(verdict).toMatchObject({ streams: 1, bytes: 4 });
});

test('in long output a change is found to a part of it', async () => {
  const bytes = Buffer.alloc(5 * mib, 'x');
  const digest = digestOf(bytes);
  const changed = Buffer.from(bytes);
  changed[3 * mib + 7] = 0;
  const chunks = await stored([
    chunk('', { bytes: changed.subarray(0, 1_500_000) }),
    chunk('', { bytes: changed.subarray(1_500_000) }),
  ]);
  const { faults } = await verdictOn([finished(digest)], chunks);
  expect(faults).toEqual([{ ...place, what: 'changed', from: 3 * mib, to: 4 * mib }]);
});

test('what is gone is found: from the middle, from the end, all of it', async () => {
  const chunks = await stored([chunk('one '), chunk('two '), chunk('three')]);
  const events = [finished(digestOf('one two three'))];
  const without = async (index: number) =>
    (
      await verdictOn(
        events,
        chunks.filter((_, at) => at !== index),
      )
    ).faults;
  expect(await without(1)).toEqual([{ ...place, what: 'missing', from: 4, to: 8 }]);
  expect(await without(2)).toEqual([{ ...place, what: 'missing', from: 8, to: 13 }]);
  expect((await verdictOn(events, [])).faults).toEqual([{ ...place, what: 'missing', from: 0, to: 13 }]);
});

test('what was put in between, or in front, is found', async () => {
  const [one, two] = await stored([chunk('one '), chunk('two')]);
  if (one === undefined || two === undefined) throw new Error('not stored');
  const events = [finished(digestOf('one two'))];
  const added = await verdictOn(events, [one, { ...one, bytes: Buffer.from('new ') }, two]);
  expect(added.faults).toEqual([{ ...place, what: 'changed', from: 0, to: 4 }]);
  const moved = await verdictOn(events, [
    { ...two, offset: 0 },
    { ...one, offset: 3 },
  ]);
  expect(moved.faults).toEqual([{ ...place, what: 'changed', from: 0, to: 7 }]);
});

test('a result that came twice, after it was looked for again, holds for both lengths', async () => {
  const events = [finished(digestOf('one ')), finished(digestOf('one two'))];
  const good = await stored([chunk('one two')]);
  expect(await verdictOn(events, good)).toMatchObject({ faults: [], bytes: 7 });
  const late = await stored([chunk('one twO')]);
  expect((await verdictOn(events, late)).faults).toEqual([{ ...place, what: 'changed', from: 4, to: 7 }]);
});

test('a record from before there were digests has nothing to hold its output against', async () => {
  const { event, ...rest } = finished(digestOf());
  if (event.type !== 'target.finished') throw new Error('no result');
  const { output: _, ...old } = event;
  const verdict = await verdictOn([{ ...rest, event: old }], await stored([chunk('old')]));
  expect(verdict).toMatchObject({ faults: [], bytes: 0, uncovered: 3 });
});
