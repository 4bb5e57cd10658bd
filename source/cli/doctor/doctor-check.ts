import type { Plan } from '../../plan/plan.ts';
import type { Clock } from '../../session/clock.ts';
import type { Io } from '../io.ts';
import type { CommonOptions } from '../settings.ts';

export type Verdict = 'ok' | 'warn' | 'bad';

/** One row: what was found, and what to do about it. Never holds a secret. */
export type Finding = {
  readonly verdict: Verdict;
  readonly says: string;
  readonly mend?: string | undefined;
};

/** What the checks look at. */
export type DoctorWorld = {
  readonly io: Io;
  readonly options: CommonOptions;
  readonly clock: Clock;
  readonly home: string;
  /** With `--plan`. */
  readonly plan: Plan | undefined;
};

/** One thing to look at. Nothing that is looked at is changed, or made; what a check makes for itself is gone after it. */
export type DoctorCheck = {
  /** Names the rows. */
  readonly name: string;
  /** Empty: there is nothing to say here. */
  readonly look: (world: DoctorWorld) => Promise<readonly Finding[]>;
};

export function ok(says: string): Finding {
  return { verdict: 'ok', says };
}

export function warn(says: string, mend: string): Finding {
  return { verdict: 'warn', says, mend };
}

export function bad(says: string, mend: string): Finding {
  return { verdict: 'bad', says, mend };
}
