/** How a run is carried out; chosen when it is created, never changed. */
export type RunMode = 'live' | 'rehearsal';

/** Absolute times of this run, epoch milliseconds. The window moves with S when a run is given a start of its own. */
export type Schedule = {
  readonly start: number;
  readonly opens: number;
  readonly closes: number;
  readonly zone: string;
};

/** What became of one action on one target. A lost connection is not an exit: what happened there is not known. */
export type TargetResult =
  | { readonly type: 'exited'; readonly code: number }
  | { readonly type: 'signalled'; readonly signal: string }
  | { readonly type: 'timed-out'; readonly after: number }
  | { readonly type: 'stopped' }
  /** Never began: unknown host key, failed login, unreachable, a reference that can't be resolved. */
  | { readonly type: 'refused'; readonly reason: string }
  /** Ran and failed without an exit code: an SQL error, a marker that is not there, a mail that was not taken. */
  | { readonly type: 'failed'; readonly reason: string }
  /** Began, and the connection was lost. */
  | { readonly type: 'lost'; readonly reason: string };

/** What one action wrote on one target, all that was recorded of it by then. */
export type OutputDigest = { readonly stdout: StreamDigest; readonly stderr: StreamDigest };

/** What was said beside a job, under a target of its own. */
export type AsideDigest = { readonly target: string; readonly output: OutputDigest };

/** Hex SHA-256 of a stream's first `bytes` bytes. */
export type StreamDigest = {
  readonly bytes: number;
  readonly sha256: string;
  /** Of long output: the digest at every so many bytes on the way there, so that a change can be found. */
  readonly marks?: { readonly every: number; readonly sha256: readonly string[] } | undefined;
};

/** What the check of a checklist item found on one target. */
export type CheckResult = {
  readonly target: string;
  readonly result: TargetResult;
  /** Milliseconds. */
  readonly took: number;
  /** What it said of its failure: one safe line. */
  readonly line?: string | undefined;
  readonly output?: OutputDigest | undefined;
};

/** What a marker action wrote, or found: compared at every check. `at` is epoch milliseconds. */
export type MarkerFact = {
  readonly name: string;
  readonly database: string;
  readonly token: string;
  readonly at: number;
};

export type AttemptOutcome = 'succeeded' | 'failed' | 'stopped' | 'unknown';

export type ItemAnswer = 'passed' | 'failed' | 'not-applicable';

export type Verdict = 'go' | 'no-go';

export type RunOutcome = 'go' | 'go-with-failures' | 'fell-back' | 'fell-back-with-failures' | 'aborted';
