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

/** What happened. Never changed once written; a new shape gets a new name. */
export type RunEvent =
  | {
      readonly type: 'run.created';
      readonly mode: RunMode;
      readonly planFile: string;
      readonly planText: string;
      /** Hex. */
      readonly planSha256: string;
      readonly schedule: Schedule;
      readonly seed: number | undefined;
      readonly tool: { readonly version: string; readonly node: string };
      readonly host: string;
      readonly by: string;
    }
  | {
      readonly type: 'session.opened';
      readonly by: string;
      readonly host: string;
      readonly pid: number;
      /** The ssh configuration it was given instead of the user's own: absolute path. */
      readonly sshConfig: string | undefined;
    }
  | { readonly type: 'session.closed'; readonly by: string }
  | {
      readonly type: 'step.started';
      readonly step: string;
      readonly attempt: number;
      readonly by: string;
      /** Why it was started although something was missing; `missing` is what the person was shown. */
      readonly reason: string | undefined;
      readonly missing: readonly string[];
      /** Where a retry goes on: the index of its first action; 0 where it is missing. */
      readonly from?: number | undefined;
      /** The targets of that first action; all of them where it is missing. */
      readonly targets?: readonly string[] | undefined;
    }
  /** A person did the work of the step by other means; nothing runs. */
  | {
      readonly type: 'step.done-by-hand';
      readonly step: string;
      readonly attempt: number;
      readonly reason: string;
      readonly by: string;
    }
  /** The text of an action for this run, from the next attempt on. */
  | {
      readonly type: 'action.edited';
      readonly step: string;
      readonly action: number;
      readonly text: string;
      /** Unified, against the text before. */
      readonly diff: string;
      readonly reason: string;
      readonly by: string;
    }
  | {
      readonly type: 'action.started';
      readonly step: string;
      readonly attempt: number;
      readonly action: number;
      readonly targets: readonly string[];
    }
  /** The target said that its job began. */
  | {
      readonly type: 'target.launched';
      readonly step: string;
      readonly attempt: number;
      readonly action: number;
      readonly target: string;
      /** SHA256:… of the key the host showed, for hosts. */
      readonly hostKey: string | undefined;
      /** Process id of its session and group on the target. */
      readonly pid: number | undefined;
      /** Hex, of the text that runs. */
      readonly sha256: string | undefined;
    }
  | {
      readonly type: 'target.finished';
      readonly step: string;
      readonly attempt: number;
      readonly action: number;
      readonly target: string;
      readonly result: TargetResult;
      /** SHA256:… of the key the host showed, for hosts. */
      readonly hostKey: string | undefined;
      /** Only for a `marker set` that succeeded. */
      readonly marker: MarkerFact | undefined;
      /** When it really ended, epoch milliseconds, where it was seen only later. */
      readonly endedAt?: number | undefined;
    }
  | { readonly type: 'stop.requested'; readonly step: string; readonly attempt: number; readonly by: string }
  | {
      readonly type: 'attempt.finished';
      readonly step: string;
      readonly attempt: number;
      readonly outcome: AttemptOutcome;
      /** One line for people: `sakaiprod3: exit 1`. */
      readonly detail: string;
    }
  | {
      readonly type: 'attempt.settled';
      readonly step: string;
      readonly attempt: number;
      readonly outcome: 'succeeded' | 'failed';
      readonly reason: string;
      readonly by: string;
    }
  /** What nobody could follow any more is looked for again. */
  | {
      readonly type: 'attempt.reattached';
      readonly step: string;
      readonly attempt: number;
      readonly by: string;
    }
  | {
      readonly type: 'step.skipped';
      readonly step: string;
      readonly reason: string;
      readonly by: string;
    }
  | {
      readonly type: 'item.answered';
      readonly step: string;
      readonly item: number;
      readonly answer: ItemAnswer;
      readonly note: string | undefined;
      readonly by: string;
    }
  | {
      readonly type: 'step.confirmed';
      readonly step: string;
      readonly role: string;
      readonly by: string;
      /** How sure we are who it was. */
      readonly level: 'word';
    }
  | {
      readonly type: 'vote.cast';
      readonly step: string;
      readonly role: string;
      readonly verdict: Verdict;
      readonly by: string;
      readonly level: 'word';
    }
  | {
      readonly type: 'note.added';
      readonly step: string | undefined;
      readonly text: string;
      readonly by: string;
    }
  /** From the next action on nothing runs on this host. */
  | {
      readonly type: 'host.excluded';
      readonly host: string;
      readonly reason: string;
      readonly by: string;
    }
  | { readonly type: 'host.included'; readonly host: string; readonly reason: string; readonly by: string }
  /** Nothing starts until it is released; what runs goes on. */
  | { readonly type: 'hold.called'; readonly reason: string; readonly by: string }
  | { readonly type: 'hold.released'; readonly by: string }
  /** A person went to a host by hand; what they did there is not recorded. */
  | {
      readonly type: 'shell.opened';
      readonly step: string | undefined;
      readonly host: string;
      readonly by: string;
    }
  | {
      readonly type: 'shell.closed';
      readonly step: string | undefined;
      readonly host: string;
      /** Milliseconds it was open. */
      readonly after: number;
      readonly by: string;
    }
  | {
      readonly type: 'fallback.called';
      readonly reason: string;
      readonly by: string;
      /** The decision step whose no-go called it, where one did. */
      readonly step: string | undefined;
    }
  | {
      readonly type: 'run.ended';
      readonly outcome: RunOutcome;
      readonly reason: string | undefined;
      readonly by: string;
    };

/** An event with its place and time in the run. `at` is the session's clock: compressed in a rehearsal. */
export type Recorded = {
  readonly seq: number;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly event: RunEvent;
};
