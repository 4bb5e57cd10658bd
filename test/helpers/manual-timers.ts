import type { Timers } from '../../source/execute/timers.ts';

export type ManualTimers = Timers & {
  /** Moves time on and calls back what is due, in order. */
  readonly pass: (ms: number) => void;
  /** How many are still to be called back. */
  readonly waiting: () => number;
};

/** Time that stands still until a test moves it. */
export function manualTimers(): ManualTimers {
  let now = 0;
  const pending = new Set<{ readonly due: number; readonly callback: () => void }>();
  return {
    now: () => now,
    after: (ms, callback) => {
      const timer = { due: now + ms, callback };
      pending.add(timer);
      return () => pending.delete(timer);
    },
    waiting: () => pending.size,
    pass: (ms) => {
      now += ms;
      for (const timer of [...pending].sort((a, b) => a.due - b.due)) {
        if (timer.due <= now && pending.delete(timer)) timer.callback();
      }
    },
  };
}
