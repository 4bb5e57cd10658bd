import { createHash } from 'node:crypto';
import { digestsIn } from '../run/digests.ts';
import type { Recorded } from '../run/event.ts';
import type { StreamDigest } from '../run/facts.ts';
import type { OutputChunk, StoredChunk } from './journal.ts';

export type OutputVerdict = {
  /** The first of each stream, in the order they were come upon. */
  readonly faults: readonly OutputFault[];
  /** Streams and bytes that are as they were recorded. */
  readonly streams: number;
  readonly bytes: number;
  /** Bytes that came after the result which the digest belongs to. */
  readonly later: number;
  /** Bytes of streams without a digest: the result is not there yet, or was recorded before there were digests. */
  readonly uncovered: number;
};

/** Bytes `from` up to, not including, `to` of one stream are not as they were written. */
export type OutputFault = StreamPlace & {
  readonly what: 'changed' | 'missing';
  readonly from: number;
  readonly to: number;
};

type StreamPlace = Pick<OutputChunk, 'step' | 'attempt' | 'action' | 'target' | 'stream'>;

/** Holds the digests that the events of a run keep against its output. `chunks`: in the order of arrival. */
export async function verifyOutput(
  events: readonly Recorded[],
  chunks: AsyncIterable<StoredChunk>,
): Promise<OutputVerdict> {
  const faults: OutputFault[] = [];
  const streams = new Map<string, Stream>();
  for (const { place, borders } of bordersOf(events)) {
    streams.set(keyOf(place), createStream(place, borders));
  }
  const look = (stream: Stream, check: () => Finding | undefined): void => {
    if (stream.fault()) return;
    const found = check();
    if (found !== undefined) faults.push({ ...stream.place, ...found });
  };
  for await (const chunk of chunks) {
    const key = keyOf(chunk);
    const stream = streams.get(key) ?? createStream(placeOf(chunk), undefined);
    streams.set(key, stream);
    look(stream, () => stream.add(chunk));
  }
  for (const stream of streams.values()) look(stream, stream.end);
  const sound = [...streams.values()].filter((stream) => !stream.fault()).map((stream) => stream.counts());
  const sum = (name: 'bytes' | 'later' | 'uncovered') => sound.reduce((total, each) => total + each[name], 0);
  return {
    faults,
    streams: sound.filter(({ bytes }) => bytes > 0).length,
    bytes: sum('bytes'),
    later: sum('later'),
    uncovered: sum('uncovered'),
  };
}

type Finding = Pick<OutputFault, 'what' | 'from' | 'to'>;

/** The digest of a stream up to `at`. */
type Border = { readonly at: number; readonly sha256: string };

type Stream = {
  readonly place: StreamPlace;
  /** What is wrong, told once. */
  readonly add: (chunk: StoredChunk) => Finding | undefined;
  readonly end: () => Finding | undefined;
  readonly fault: () => boolean;
  readonly counts: () => { readonly bytes: number; readonly later: number; readonly uncovered: number };
};

/** `known`: in order; undefined: no result is there. */
function createStream(place: StreamPlace, known: readonly Border[] | undefined): Stream {
  const borders = known ?? [];
  const hash = createHash('sha256');
  const covered = borders.at(-1)?.at ?? 0;
  let next = 0;
  let good = 0;
  let total = 0;
  let fault = false;

  function found(finding: Finding): Finding {
    fault = true;
    return finding;
  }

  function checkBorders(): Finding | undefined {
    for (let border = borders[next]; border?.at === total; border = borders[next]) {
      if (hash.copy().digest('hex') !== border.sha256) {
        return found({ what: 'changed', from: good, to: total });
      }
      next += 1;
    }
    good = total;
    return undefined;
  }

  return {
    place,
    add: ({ bytes, offset, length }) => {
      if (offset > total) return found({ what: 'missing', from: total, to: offset });
      if (bytes.length < length)
        return found({ what: 'missing', from: offset + bytes.length, to: offset + length });
      if (offset < total) return found({ what: 'changed', from: offset, to: offset + bytes.length });
      for (let from = 0; from < bytes.length; ) {
        const border = borders[next];
        const part = bytes.subarray(from, border === undefined ? undefined : from + border.at - total);
        if (border !== undefined) hash.update(part);
        total += part.length;
        from += part.length;
        const finding = border?.at === total ? checkBorders() : undefined;
        if (finding !== undefined) return finding;
      }
      return undefined;
    },
    end: () => (total < covered ? found({ what: 'missing', from: total, to: covered }) : undefined),
    fault: () => fault,
    counts: () => {
      const rest = total - covered;
      return {
        bytes: covered,
        ...(known === undefined ? { later: 0, uncovered: rest } : { later: rest, uncovered: 0 }),
      };
    },
  };
}

/** What every stream must have been at certain lengths; a result that came twice is known twice. */
function bordersOf(events: readonly Recorded[]) {
  const streams = new Map<string, { readonly place: StreamPlace; readonly borders: Border[] }>();
  for (const { event } of events) {
    for (const digest of digestsIn(event)) {
      for (const stream of ['stdout', 'stderr'] as const) {
        const place = placeOf({ ...digest, stream });
        const known = streams.get(keyOf(place)) ?? { place, borders: [] };
        streams.set(keyOf(place), known);
        known.borders.push(...bordersIn(digest.output[stream]));
      }
    }
  }
  return [...streams.values()].map(({ place, borders }) => ({
    place,
    borders: borders.filter(({ at }) => at > 0).sort((a, b) => a.at - b.at),
  }));
}

function bordersIn({ bytes, sha256, marks }: StreamDigest): readonly Border[] {
  const onTheWay =
    marks?.sha256.map((each, index) => ({ at: (index + 1) * marks.every, sha256: each })) ?? [];
  return [...onTheWay, { at: bytes, sha256 }];
}

function placeOf({ step, attempt, action, target, stream }: StreamPlace): StreamPlace {
  return { step, attempt, action, target, stream };
}

function keyOf({ step, attempt, action, target, stream }: StreamPlace): string {
  return JSON.stringify([step, attempt, action, target, stream]);
}
