import type { Action } from '../plan/plan.ts';
import type { MarkerFact, TargetResult } from '../run/event.ts';

/** One action on one target. */
export type Job = {
  readonly run: string;
  readonly step: string;
  readonly attempt: number;
  readonly action: Action;
  /** A host name, `local`, `db:NAME` or `mail`. */
  readonly target: string;
  /** Variables of the plan and GONOGO_RUN, GONOGO_STEP, GONOGO_ATTEMPT, GONOGO_TARGET. */
  readonly env: Readonly<Record<string, string>>;
  /** Milliseconds; undefined: none. */
  readonly timeout: number | undefined;
  /** Aborted when a person asks to stop: TERM to the whole group, then KILL after the grace time. */
  readonly stop: AbortSignal;
  readonly context: JobContext;
  readonly onOutput: (chunk: { readonly stream: 'stdout' | 'stderr'; readonly bytes: Uint8Array }) => void;
};

export type JobContext = {
  readonly planTitle: string;
  /** What the journal says was written under each marker name. */
  readonly markers: Readonly<Record<string, MarkerFact>>;
  /** The run so far as plain text, for mails. */
  readonly summary: string;
};

export type JobResult = {
  readonly result: TargetResult;
  /** `SHA256:…` of the key the host showed. */
  readonly hostKey?: string | undefined;
  readonly marker?: MarkerFact | undefined;
};

/** Carries jobs out. Never rejects: whatever happens is a result. Many jobs may run at once. */
export type Executor = {
  readonly perform: (job: Job) => Promise<JobResult>;
  /** Ends connections; running jobs have ended or are given up. */
  readonly close: () => Promise<void>;
};
