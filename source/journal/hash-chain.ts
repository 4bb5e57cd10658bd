import { createHash } from 'node:crypto';
import { canonicalJson } from './canonical-json.ts';
import type { StoredEvent } from './journal.ts';

/** What stands before the first event of every run. */
export const genesis = '0'.repeat(64);

export type ChainVerdict =
  /** `head` is the hash of the last event: whoever kept a copy of it can tell that nothing was cut off. */
  | { readonly type: 'intact'; readonly head: string }
  /** `seq` is the first event that does not fit. */
  | { readonly type: 'broken'; readonly seq: number; readonly reason: string };

/**
 * Lower-case hex SHA-256 over the canonical JSON of
 * `["gonogo event 1", run, seq, prev, {at, wall, mono, boot, event}]`.
 */
export function hashEvent(stored: Omit<StoredEvent, 'hash'>): string {
  const { run, seq, prev, at, wall, mono, boot, event } = stored;
  const covered = canonicalJson([domain, run, seq, prev, { at, wall, mono, boot, event }]);
  return createHash('sha256').update(covered).digest('hex');
}

/** Checks all events of one run, from the first on. It finds an edit, not a rewrite of everything after it. */
export function verifyChain(events: readonly StoredEvent[]): ChainVerdict {
  let prev = genesis;
  for (const [index, stored] of events.entries()) {
    const reason = whatIsWrong(stored, { seq: index + 1, run: events[0]?.run, prev });
    if (reason !== undefined) return { type: 'broken', seq: index + 1, reason };
    prev = stored.hash;
  }
  return { type: 'intact', head: prev };
}

const domain = 'gonogo event 1';

type Place = { readonly seq: number; readonly run: string | undefined; readonly prev: string };

function whatIsWrong(stored: StoredEvent, place: Place): string | undefined {
  if (stored.seq !== place.seq)
    return `event ${place.seq} is missing, event ${stored.seq} stands in its place`;
  if (stored.run !== place.run) return `event ${place.seq} belongs to run ${stored.run}`;
  if (stored.prev !== place.prev) return `event ${place.seq} does not follow from the one before it`;
  if (stored.hash !== hashEvent(stored)) return `event ${place.seq} was changed after it was written`;
  return undefined;
}
