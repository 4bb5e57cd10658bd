import type { Recorded, RunEvent } from '../run/event.ts';
import type { StoredEvent } from './journal.ts';

/** A place in a run's chain of hashes: who vouches for it vouches for all before it. */
export type Checkpoint = Pick<StoredEvent, 'run' | 'seq' | 'hash'>;

/** What is signed; also what an export writes, to be checked without gonogo. */
export function checkpointText({ run, seq, hash }: Checkpoint): string {
  return `gonogo checkpoint 1\nrun ${run}\nseq ${seq}\nhash ${hash}\n`;
}

export type SignedCheckpoint = Checkpoint & {
  /** The event that keeps the signature. */
  readonly at: Pick<Recorded, 'seq' | 'at'>;
  readonly signed: Extract<RunEvent, { readonly type: 'record.signed' }>;
  /** Whether the event it speaks of stands in the record with this hash. */
  readonly fits: boolean;
};

/** All signed checkpoints of a run, in order. */
export function checkpointsOf(events: readonly StoredEvent[]): readonly SignedCheckpoint[] {
  return events.flatMap(({ run, seq, at, event }) => {
    if (event.type !== 'record.signed') return [];
    const fits = event.seq < seq && events[event.seq - 1]?.hash === event.hash;
    return [{ run, seq: event.seq, hash: event.hash, at: { seq, at }, signed: event, fits }];
  });
}
