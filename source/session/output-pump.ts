import type { Journal, OutputChunk } from '../journal/journal.ts';
import { createDigester } from '../journal/output-digest.ts';
import type { OutputDigest } from '../run/facts.ts';
import type { Clock } from './clock.ts';
import type { LogBook } from './log-book.ts';

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

export type OutputPlace = Pick<OutputChunk, 'step' | 'attempt' | 'action' | 'target'>;

export type OutputPumpOptions = {
  readonly journal: Journal;
  readonly run: string;
  readonly logs: LogBook;
  /** The wall's: batches don't speed up with a rehearsal. */
  readonly wall: Clock;
  /** What the journal holds already. */
  readonly before: readonly OutputChunk[];
  /** Told of every failure, and with undefined of every success. */
  readonly onState: (error: unknown) => void;
};

export function createOutputPump(options: OutputPumpOptions): OutputPump {
  const { journal, run, logs, wall, onState } = options;
  const taken = createTaken(options.before);
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
    write: (chunk) => {
      if (closed) return;
      taken.add(chunk);
      logs.append(chunk);
      pending.push(chunk);
      size += chunk.bytes.length;
      if (size > batchBytes) flush().catch(() => undefined);
      else schedule();
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

/** What was taken of each stream, and never the bytes themselves. */
function createTaken(before: readonly OutputChunk[]) {
  const places = new Map<string, ReturnType<typeof freshStreams>>();
  const streamsOf = ({ step, attempt, action, target }: OutputPlace) => {
    const key = JSON.stringify([step, attempt, action, target]);
    const streams = places.get(key) ?? freshStreams();
    places.set(key, streams);
    return streams;
  };
  const add = (chunk: OutputChunk) => streamsOf(chunk)[chunk.stream].add(chunk.bytes);
  for (const chunk of before) add(chunk);
  return {
    add,
    recorded: (place: OutputPlace) => {
      const { stdout, stderr } = streamsOf(place);
      return { stdout: stdout.bytes(), stderr: stderr.bytes() };
    },
    digest: (place: OutputPlace): OutputDigest => {
      const { stdout, stderr } = streamsOf(place);
      return { stdout: stdout.digest(), stderr: stderr.digest() };
    },
  };
}

function freshStreams() {
  return { stdout: createDigester(), stderr: createDigester() };
}

const batchMs = 150;
const batchBytes = 1 << 20;
/** What waits for the journal in memory; more than that waits where it came from. */
const mostPending = 8 << 20;

/** Neighbours of the same stream become one row. */
function merge(chunks: readonly OutputChunk[]): readonly OutputChunk[] {
  const groups: OutputChunk[][] = [];
  for (const chunk of chunks) {
    const last = groups.at(-1);
    if (last?.[0] !== undefined && sameStream(last[0], chunk)) last.push(chunk);
    else groups.push([chunk]);
  }
  return groups.flatMap((group) => {
    const [first] = group;
    return first === undefined ? [] : [{ ...first, bytes: Buffer.concat(group.map(({ bytes }) => bytes)) }];
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
