import { describe, expect, test } from 'vitest';
import { checkSignature } from '../../source/execute/signing/check-signature.ts';
import { canonicalJson } from '../../source/journal/canonical-json.ts';
import { checkpointsOf, checkpointText } from '../../source/journal/checkpoint.ts';
import { verifyChain } from '../../source/journal/hash-chain.ts';
import { createMemoryJournal } from '../../source/journal/memory-journal.ts';
import { eventTypes } from '../../source/journal/stored-event.ts';
import { endState, goldenJournals } from '../fixtures/journals/golden.ts';

const journals = goldenJournals();

test('together they have every type of event', () => {
  const found = new Set(journals.flatMap(({ events }) => events.map(({ event }) => event.type)));
  expect(eventTypes.filter((type) => !found.has(type))).toEqual([]);
});

test('together they have every kind of result, of outcome and of fault', () => {
  const events = journals.flatMap((journal) => journal.events.map(({ event }) => event));
  const results = events.flatMap((event) => (event.type === 'target.finished' ? [event.result.type] : []));
  const kinds = ['exited', 'signalled', 'timed-out', 'stopped', 'refused', 'failed', 'lost'];
  expect([...new Set(results)].sort()).toEqual(kinds.sort());
  const faults = events.flatMap((event) => (event.type === 'run.created' ? (event.faults ?? []) : []));
  expect(faults.map(({ type }) => type)).toEqual(['late', 'fail', 'lose-host']);
  expect(
    events.some((event) => event.type === 'target.finished' && event.output?.stdout.marks !== undefined),
  ).toBe(true);
});

describe.each(journals)('$name', ({ lines, events, state }) => {
  test('is read back to the last letter', () => {
    expect(events.map(canonicalJson)).toEqual(lines);
  });

  test('is an unbroken chain, and its signatures are good', () => {
    expect(verifyChain(events)).toEqual({ type: 'intact', head: events.at(-1)?.hash });
    for (const checkpoint of checkpointsOf(events)) {
      expect(checkpoint.fits).toBe(true);
      const { signature, key } = checkpoint.signed;
      expect(checkSignature(signature, checkpointText(checkpoint))).toMatchObject({ type: 'good', key });
    }
  });

  test('folds to the same state as ever', () => {
    const folded = endState(events);
    expect(JSON.parse(folded)).toEqual(JSON.parse(state ?? '{}'));
    expect(folded).toBe(state);
  });

  test('is taken by a journal of today, event by event', async () => {
    const journal = createMemoryJournal();
    for (const { seq, run, at, event } of events) {
      const result = await journal.append(run, seq - 1, [{ at, event }]);
      expect(result).toMatchObject({ type: 'appended', events: [{ seq, event }] });
    }
  });
});
