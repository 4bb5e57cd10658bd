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
} from './event.ts';

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
  readonly fallback: { readonly at: number; readonly reason: string; readonly by: string } | undefined;
  readonly steps: Readonly<Record<string, StepState>>;
  /** By marker name: a copy of the database is checked under another database's name. */
  readonly markers: Readonly<Record<string, MarkerFact>>;
  readonly notes: readonly Note[];
  readonly ended:
    | { readonly at: number; readonly outcome: RunOutcome; readonly reason: string | undefined }
    | undefined;
};

export type StepState = {
  readonly id: string;
  readonly status: StepStatus;
  readonly attempts: readonly Attempt[];
  /** Latest answer per item number. */
  readonly answers: Readonly<Record<number, Answer>>;
  readonly confirmations: Readonly<Record<string, Signature>>;
  readonly votes: Readonly<Record<string, Signature & { readonly verdict: Verdict }>>;
  readonly skipped: { readonly reason: string; readonly by: string; readonly at: number } | undefined;
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
  /** Index of the action under way or last begun; -1 before the first. */
  readonly action: number;
  /** Latest result per target that any action of this attempt has named; one without a result is running. */
  readonly targets: Readonly<Record<string, TargetResult | undefined>>;
  readonly settled:
    | { readonly outcome: 'succeeded' | 'failed'; readonly reason: string; readonly by: string }
    | undefined;
};

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
