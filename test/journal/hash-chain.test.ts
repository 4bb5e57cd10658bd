import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { genesis, hashEvent, verifyChain } from '../../source/journal/hash-chain.ts';
import type { StoredEvent } from '../../source/journal/journal.ts';
import { sealEvents } from '../../source/journal/seal-events.ts';
import { created, note } from './sample-events.ts';

const time = { wall: 5000, mono: 12.5, boot: 'boot-1' };

function chain(length = 4): readonly StoredEvent[] {
  const notes = Array.from({ length: length - 1 }, (_, index) => note(`note ${index}`, 1000 + index));
  const events = [{ at: 1, event: created }, ...notes];
  return sealEvents({ run: '7K2F', head: { seq: 0, hash: genesis }, events, time });
}

test('anybody can compute a hash from what is stored', () => {
  const [first] = sealEvents({
    run: '7K2F',
    head: { seq: 0, hash: genesis },
    events: [note('x', 1000)],
    time,
  });
  const text = `["gonogo event 1","7K2F",1,"${'0'.repeat(64)}",{"at":1000,"boot":"boot-1","event":{"by":"Sandra","text":"x","type":"note.added"},"mono":12.5,"wall":5000}]`;
  expect(first?.prev).toBe(genesis);
  expect(first?.hash).toBe(createHash('sha256').update(text).digest('hex'));
});

test('a chain is intact, and its head is the last hash', () => {
  const events = chain();
  expect(verifyChain(events)).toEqual({ type: 'intact', head: events[3]?.hash });
  expect(verifyChain([])).toEqual({ type: 'intact', head: genesis });
});

const tampered: readonly (readonly [string, number, (event: StoredEvent) => Partial<StoredEvent>])[] = [
  ['the time', 2, () => ({ at: 1 })],
  ['the wall clock', 2, () => ({ wall: 1 })],
  ['the monotonic clock', 2, () => ({ mono: 1 })],
  ['the boot', 2, () => ({ boot: 'boot-2' })],
  ['the text', 3, () => ({ event: note('changed').event })],
  ['the hash', 3, () => ({ hash: 'f'.repeat(64) })],
  ['the link', 3, () => ({ prev: genesis })],
  ['the run', 2, () => ({ run: 'ZZZZ' })],
  ['an added key', 2, ({ event }) => ({ event: Object.assign({}, event, { extra: 1 }) })],
];

test.each(tampered)('a change of %s is found where it was made', (_what, seq, change) => {
  const events = chain().map((event) => (event.seq === seq ? { ...event, ...change(event) } : event));
  expect(verifyChain(events)).toMatchObject({ type: 'broken', seq });
});

test('a change with a hash made to fit breaks the event after it', () => {
  const events = chain().map((event) => {
    if (event.seq !== 2) return event;
    const changed = { ...event, event: note('changed').event };
    return { ...changed, hash: hashEvent(changed) };
  });
  expect(verifyChain(events)).toMatchObject({ type: 'broken', seq: 3 });
});

test('a missing event, a doubled one and a missing beginning are found', () => {
  const [first, second, third, fourth] = chain();
  if (!first || !second || !third || !fourth) throw new Error('too short');
  expect(verifyChain([first, third, fourth])).toMatchObject({ type: 'broken', seq: 2 });
  expect(verifyChain([first, second, second])).toMatchObject({ type: 'broken', seq: 3 });
  expect(verifyChain([second, third])).toMatchObject({ type: 'broken', seq: 1 });
});
