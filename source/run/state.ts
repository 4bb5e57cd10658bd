import type { Plan } from '../plan/plan.ts';
import type {
  AttemptOutcome,
  ItemAnswer,
  MarkerFact,
  RunMode,
  RunOutcome,
  Schedule,
  TargetResult,
  Verdict,
} from './facts.ts';
import type { ItemCheck } from './item-check.ts';

/**
 * Where a step is.
 * - `waiting`: not started
 * - `running`: an attempt is under way
 * - `checking`: the actions ended well (or there are none); checklist, votes or confirmations are open
 * - `failed`: the last attempt failed or was stopped, or a checklist item failed
 * - `unknown`: nobody can tell what the last attempt did; a person settles it
 * - `done`, `skipped`: settled
 */
export type StepStatus = 'waiting' | 'running' | 'checking' | 'failed' | 'unknown' | 'done' | 'skipped';

export type RunState = {
  readonly plan: Plan;
  readonly mode: RunMode;
  readonly schedule: Schedule;
  readonly seed: number | undefined;
  /** Seq of the last event folded; 0 before the first. */
  readonly version: number;
  readonly createdAt: number;
  /** D, once the fallback was called. */
  readonly fallback: Reasoned | undefined;
  readonly steps: Readonly<Record<string, StepState>>;
  /** By marker name: a copy of the database is checked under another database's name. */
  readonly markers: Readonly<Record<string, MarkerFact>>;
  readonly notes: readonly Note[];
  /** When the clocks of S and D stood still, or went back. The window's never does. */
  readonly clock: AnchorClock;
  /** Nothing starts while this is set. */
  readonly held: Reasoned | undefined;
  /** Hosts on which nothing more runs, by name. */
  readonly excluded: Readonly<Record<string, Reasoned>>;
  readonly ended:
    | { readonly at: number; readonly outcome: RunOutcome; readonly reason: string | undefined }
    | undefined;
};

/** Epoch milliseconds, and milliseconds. */
export type AnchorClock = {
  /** Holds; the last one may go on. */
  readonly stops: readonly { readonly from: number; readonly until: number | undefined }[];
  /** Recycles. */
  readonly setBacks: readonly { readonly at: number; readonly by: number }[];
};

export type StepState = {
  readonly id: string;
  readonly status: StepStatus;
  /** Those since the run was last taken back to before this step. */
  readonly attempts: readonly Attempt[];
  /** Those before that; they decide nothing any more, except that the step has run. */
  readonly earlier: readonly Attempt[];
  /** Latest answer per item number. */
  readonly answers: Readonly<Record<number, Answer>>;
  /** Latest look of the checks in its checklist, per item number; missing before the first. */
  readonly checks?: Readonly<Record<number, ItemCheck>> | undefined;
  readonly confirmations: Readonly<Record<string, Signature>>;
  readonly votes: Readonly<Record<string, Signature & { readonly verdict: Verdict }>>;
  readonly skipped: Reasoned | undefined;
  /** Texts that take the place of the plan's in this run, by action index. */
  readonly edits: Readonly<Record<number, Reasoned & { readonly text: string; readonly diff: string }>>;
  /** When it became done or skipped. */
  readonly settledAt: number | undefined;
};

export type Attempt = {
  readonly number: number;
  readonly startedAt: number;
  readonly endedAt: number | undefined;
  readonly by: string;
  readonly reason: string | undefined;
  readonly outcome: AttemptOutcome | undefined;
  readonly detail: string;
  readonly stopRequested: boolean;
  /** Index of its first action, and the targets of that one where it was not to be all: a retry of what was open. */
  readonly from: number;
  readonly only: readonly string[] | undefined;
  /** Nothing ran: a person did the work by other means. */
  readonly byHand: boolean;
  /** Index of the action under way or last begun; `from` - 1 before the first. */
  readonly action: number;
  /** When that action began; undefined before the first. */
  readonly actionStartedAt: number | undefined;
  /** Targets of the action under way, or last begun, that said that their job began. */
  readonly launched: readonly string[];
  /** What the last action was to run on, in order. */
  readonly actionTargets: readonly string[];
  /** Latest result per target that any action of this attempt has named; one without a result is running. */
  readonly targets: Readonly<Record<string, TargetResult | undefined>>;
  /** By action index, where it has ended well: in this attempt, or in those whose open work it took up. */
  readonly done: Readonly<Record<number, readonly string[]>>;
  readonly settled:
    | { readonly outcome: 'succeeded' | 'failed'; readonly reason: string; readonly by: string }
    | undefined;
};

/** What a person decided, why and when. */
export type Reasoned = { readonly reason: string; readonly by: string; readonly at: number };

export type Answer = {
  readonly answer: ItemAnswer;
  readonly note: string | undefined;
  readonly by: string;
  readonly at: number;
};
export type Signature = { readonly by: string; readonly at: number };
export type Note = {
  readonly at: number;
  readonly by: string;
  readonly step: string | undefined;
  readonly text: string;
};
