import type { RunEvent } from '../run/event.ts';
import type { OutputReader } from './output-reader.ts';

/** One recorded event. `hash` covers everything else and the hash before it. */
export type StoredEvent = {
  readonly run: string;
  /** From 1, without gaps. */
  readonly seq: number;
  /** Session's clock, epoch milliseconds. */
  readonly at: number;
  /** This machine's wall clock, epoch milliseconds; the same as `at` in a live run. */
  readonly wall: number;
  /** Monotonic milliseconds since the boot named by `boot`. */
  readonly mono: number;
  readonly boot: string;
  readonly prev: string;
  readonly hash: string;
  readonly event: RunEvent;
};

export type NewEvent = { readonly at: number; readonly event: RunEvent };

export type AppendResult =
  | { readonly type: 'appended'; readonly events: readonly StoredEvent[] }
  /** Somebody else was first: read what is new and decide again. */
  | { readonly type: 'conflict'; readonly version: number };

export type OutputChunk = {
  readonly step: string;
  readonly attempt: number;
  readonly action: number;
  readonly target: string;
  readonly stream: 'stdout' | 'stderr';
  /** Session's clock, epoch milliseconds, when its first byte arrived. */
  readonly at: number;
  readonly bytes: Uint8Array;
  /** Ends of lines in it, where somebody has counted them. */
  readonly ends?: number | undefined;
};

/** `offset`: how many bytes of its stream came before it. `length`: how many bytes it had when it was written. */
export type StoredChunk = OutputChunk & { readonly offset: number; readonly length: number };

export type RunSummary = {
  readonly run: string;
  readonly mode: 'live' | 'rehearsal';
  readonly title: string;
  readonly planFile: string;
  /** This machine's wall clock, epoch milliseconds, for both: a rehearsal's own clock may be years away. */
  readonly createdAt: number;
  readonly endedAt: number | undefined;
  readonly outcome: string | undefined;
  readonly version: number;
};

export type OutputQuery = {
  readonly step?: string | undefined;
  readonly target?: string | undefined;
  /** Gives what is left of a piece that has lost some, or all, of its bytes; otherwise that is an error. */
  readonly evenDamaged?: boolean | undefined;
};

/** Who holds a run: at most one conductor at a time. */
export type HoldResult =
  | { readonly type: 'held'; readonly release: () => Promise<void> }
  | { readonly type: 'taken'; readonly pid: number; readonly host: string };

/**
 * Remembers. What it has acknowledged survives `kill -9` and the loss of power.
 * Rejects with a `JournalError` when the storage fails; never loses silently.
 */
export type Journal = {
  /** `expected` is the last seq the caller has seen; 0 creates the run. All of `events` or none. */
  readonly append: (run: string, expected: number, events: readonly NewEvent[]) => Promise<AppendResult>;
  /** Events after `after` (default 0), in order. */
  readonly read: (run: string, after?: number) => Promise<readonly StoredEvent[]>;
  /** Newest first; what has no `run.created` is left out. */
  readonly runs: () => Promise<readonly RunSummary[]>;
  /** One durable transaction for all. */
  readonly appendOutput: (run: string, chunks: readonly OutputChunk[]) => Promise<void>;
  /** In the order of arrival, piece by piece: never all of it in memory. */
  readonly walkOutput: (run: string, query?: OutputQuery) => AsyncIterable<StoredChunk>;
  /** Any part of the same, at once: what a screen shows is read while it is drawn. */
  readonly readOutput: (run: string) => OutputReader;
  /**
   * A holder on this machine that no longer lives is replaced; one on another machine can't be looked at, and is
   * replaced only when a person says so.
   */
  readonly hold: (run: string, options?: { readonly takeOver: boolean }) => Promise<HoldResult>;
  readonly close: () => Promise<void>;
};
