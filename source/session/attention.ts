import type { Clock } from './clock.ts';

/** Whether somebody was looking when a moment passed: what fell due while nobody did is left to a person. */
export type Attention = {
  /** To be called often, and before anything begins by itself. */
  readonly look: () => void;
  /** Whether a due time, epoch milliseconds, passed unseen, or before a time that did. */
  readonly missed: (due: number) => boolean;
};

/** Looking begins now. A session that opens right after another one ended takes over what just fell due. */
export function createAttention(clock: Pick<Clock, 'now' | 'speed'>): Attention {
  let last = clock.now();
  let since = last - graceMs;
  return {
    look: () => {
      const now = clock.now();
      const step = now - last;
      // The machine slept, or its clock was set: what lies between was jumped over. A clock is nudged back all the time.
      if (step > gapMs * clock.speed() || step < -gapMs) since = now;
      last = now;
    },
    missed: (due) => due < since,
  };
}

/** Whoever didn't look for so long, milliseconds of the wall, was away. */
export const gapMs = 10_000;
const graceMs = 60_000;
