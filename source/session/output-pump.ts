import type { Journal, OutputChunk } from '../journal/journal.ts';
import { countLineEnds } from '../journal/line-ends.ts';
import type { OutputDigest } from '../run/facts.ts';
import type { Clock } from './clock.ts';
import type { GrowingLog } from './log-book.ts';
import type { OutputPlace, TakenOutput } from './taken-output.ts';

/** Takes output as it arrives: to the log book at once, to the journal in batches. */
export type OutputPump = {
  /** A promise asks to wait with more until it settles: the journal doesn't keep up, or fails. */
  readonly write: (chunk: OutputChunk) => void | Promise<void>;
  /** How many bytes of each stream were taken so far, earlier sessions included. */
  readonly recorded: (place: OutputPlace) => { readonly stdout: number; readonly stderr: number };
  /** Of the same; what it covers is durable after the next flush. */
  readonly digest: (place: OutputPlace) => OutputDigest;
  /** Resolves when everything written so far is durable. Rejects when the journal fails; nothing is dropped then. */
  readonly flush: () => Promise<void>;
  /** The last flush; what is written after it is dropped. */
  readonly close: () => Promise<void>;
};

export type OutputPumpOptions = {
  readonly journal: Journal;
  readonly run: string;
  readonly logs: Pick<GrowingLog, 'append' | 'stored'>;
  /** What was taken before counts, too. */
  readonly taken: TakenOutput;
  /** The wall's: batches don't speed up with a rehearsal. */
  readonly wall: Clock;
  /** Told of every failure, and with undefined of every success. */
  readonly onState: (error: unknown) => void;
};

export function createOutputPump(options: OutputPumpOptions): OutputPump {
  const { journal, run, logs, taken, wall, onState } = options;
  let pending: OutputChunk[] = [];
  let size = 0;
  let cancel: (() => void) | undefined;
  let writing: Promise<void> = Promise.resolve();
  let closed = false;
  let room = Promise.withResolvers<void>();

  function schedule(): void {
    if (cancel !== undefined || closed) return;
    cancel = wall.after(batchMs, () => {
      cancel = undefined;
      flush().catch(() => undefined);
    });
  }

  function flush(): Promise<void> {
    const next = writing.then(commit);
    writing = next.catch(() => undefined);
    return next;
  }

  async function commit(): Promise<void> {
    if (pending.length === 0) return;
    const batch = pending;
    const batchSize = size;
    pending = [];
    size = 0;
    try {
      await journal.appendOutput(run, merge(batch));
      logs.stored(batch.length);
      onState(undefined);
      room.resolve();
      room = Promise.withResolvers();
    } catch (error) {
      onState(error);
      pending = [...batch, ...pending];
      size += batchSize;
      schedule();
      throw error;
    }
  }

  return {
    write: (written) => {
      if (closed) return;
      // Once for all who need it.
      const chunk = { ...written, ends: countLineEnds(written.bytes) };
      taken.add(chunk);
      pending.push(chunk);
      size += chunk.bytes.length + chunkCost;
      if (size > batchBytes) flush().catch(() => undefined);
      else schedule();
      // Last: whoever shows it may fail, and what counts as taken is recorded all the same.
      logs.append(chunk);
      return size > mostPending ? room.promise : undefined;
    },
    recorded: taken.recorded,
    digest: taken.digest,
    flush,
    close: async () => {
      closed = true;
      cancel?.();
      await flush().finally(() => room.resolve());
    },
  };
}

const batchMs = 150;
const batchBytes = 1 << 20;
/** What waits for the journal in memory; more than that waits where it came from. */
const mostPending = 8 << 20;
/** What a small one takes besides its bytes: many hosts may trickle for as long as a disk is full. */
const chunkCost = 400;
const largestPiece = 1 << 18;

/** Neighbours of the same stream become one piece, of a size that is quickly read again. */
function merge(chunks: readonly OutputChunk[]): readonly OutputChunk[] {
  const groups: OutputChunk[][] = [];
  let size = 0;
  for (const chunk of chunks) {
    const last = groups.at(-1);
    size += chunk.bytes.length;
    if (last?.[0] !== undefined && sameStream(last[0], chunk) && size <= largestPiece) last.push(chunk);
    else {
      groups.push([chunk]);
      size = chunk.bytes.length;
    }
  }
  return groups.flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const ends = group.reduce((sum, chunk) => sum + (chunk.ends ?? 0), 0);
    return [{ ...first, bytes: Buffer.concat(group.map(({ bytes }) => bytes)), ends }];
  });
}

// Times stay true to a tenth of a second.
const sameTime = 100;

function sameStream(a: OutputChunk, b: OutputChunk): boolean {
  return (
    a.step === b.step &&
    a.attempt === b.attempt &&
    a.action === b.action &&
    a.target === b.target &&
    a.stream === b.stream &&
    b.at - a.at < sameTime
  );
}
