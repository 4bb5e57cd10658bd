import type { Action, Anchor } from '../plan/plan.ts';
import type { MarkerFact, TargetResult } from '../run/facts.ts';

/** One action on one target. */
export type Job = {
  readonly run: string;
  readonly step: string;
  readonly attempt: number;
  /** Names this one job wherever it runs, for ever: letters, digits, `.`, `_` and `-`, at most 200 of them. */
  readonly name: string;
  /** `attach`: it was ordered before, maybe by a program that died; follow it, and never begin it. */
  readonly mode: 'start' | 'attach';
  /** How much of its output the journal has already, bytes. */
  readonly recorded: OutputOffsets;
  /** Whether the journal knows that it began there: no trace of it is then *unknown*, not *never began*. */
  readonly launched: boolean;
  readonly action: Action;
  /** A host name, `local`, `db:NAME` or `mail`. */
  readonly target: string;
  /** Variables of the plan and GONOGO_RUN, GONOGO_STEP, GONOGO_ATTEMPT, GONOGO_TARGET. */
  readonly env: Readonly<Record<string, string>>;
  /** Milliseconds from now; undefined: none. */
  readonly timeout: number | undefined;
  /** Aborted when a person asks to stop: TERM to the whole group, then KILL after the grace time. */
  readonly stop: AbortSignal;
  readonly context: JobContext;
  /**
   * The job's own bytes and, where some of them are missing, one line on stderr after the last that says so. A promise
   * asks to wait with more until it settles.
   */
  readonly onOutput: (chunk: {
    readonly stream: 'stdout' | 'stderr';
    readonly bytes: Uint8Array;
  }) => void | Promise<void>;
  /**
   * A line of somebody who looks at the job from elsewhere. It stands in the step's log under a target of its own, so
   * that it counts nowhere as one of the job's bytes.
   */
  readonly onAside: (aside: { readonly target: string; readonly line: string }) => void;
  /** Called once at most, when the target has said that the job began, now or before. */
  readonly onLaunched: (launch: Launch) => void;
  /** Called when the way to the target breaks, and when it is there again. */
  readonly onLink: (link: Link) => void;
};

export type OutputOffsets = { readonly stdout: number; readonly stderr: number };

/** What the target said of a job's beginning. */
export type Launch = {
  /** `SHA256:…` of the key the host showed. */
  readonly hostKey?: string | undefined;
  /** Process id of the job's own session and group, where it has one. */
  readonly pid?: number | undefined;
  /** Hex, of the exact text that the target's shell runs. */
  readonly sha256?: string | undefined;
};

export type Link =
  | { readonly type: 'up' }
  /** `since`: epoch milliseconds of the last sign of life. */
  | { readonly type: 'down'; readonly since: number; readonly reason: string };

export type JobContext = {
  readonly planTitle: string;
  /** What the journal says was written under each marker name. */
  readonly markers: Readonly<Record<string, MarkerFact>>;
  /** The run so far as plain text, for mails. */
  readonly summary: string;
  readonly clock?: JobClock | undefined;
};

/** The run's clocks, for what waits for a moment of theirs. */
export type JobClock = {
  /** Milliseconds until the clock of S or D shows this, as it stands now; a hold stops it. Undefined before D. */
  readonly left: (anchor: Anchor, offset: number) => number | undefined;
  /** S of this run, epoch milliseconds. */
  readonly start: number;
  /** IANA name. */
  readonly zone: string;
};

export type JobResult = {
  readonly result: TargetResult;
  /** `SHA256:…` of the key the host showed. */
  readonly hostKey?: string | undefined;
  readonly marker?: MarkerFact | undefined;
  /** Epoch milliseconds by this machine's clock when it really ended, where that was not just now. */
  readonly endedAt?: number | undefined;
};

/** The program was closed, and the job goes on without it: nothing is reported of it. */
export const LEFT = 'left';
export type Performed = JobResult | typeof LEFT;

/** Carries jobs out. Never rejects: whatever happens is a result. Many jobs may run at once. */
export type Executor<Result extends Performed = Performed> = {
  readonly perform: (job: Job) => Promise<Result>;
  /** Ends connections. Jobs that can outlive this program are left running; all others have ended or are given up. */
  readonly close: () => Promise<void>;
};
