import { type Clock, nextTurn } from './clock.ts';

/**
 * Stands still while there is something to do, and leaps to the next timer once there is not: a whole night in as
 * long as its work takes, and the same every time. Only for what never waits for anything outside this process.
 */
export function createLeapingClock({ from }: { readonly from: number }): Clock {
  let now = from;
  let quiet = 0;
  let leaping = false;
  const waiting = new Set<{ readonly at: number; readonly callback: () => void }>();

  async function leap(): Promise<void> {
    leaping = true;
    while (waiting.size > 0) {
      for (quiet = 0; quiet < quietTurns; quiet += 1) await nextTurn();
      const next = [...waiting].reduce((least, { at }) => Math.min(least, at), Number.POSITIVE_INFINITY);
      now = Math.max(now, next);
      for (const entry of [...waiting].filter(({ at }) => at <= now)) {
        // One of those before it may have cancelled it.
        if (waiting.delete(entry)) entry.callback();
      }
    }
    leaping = false;
  }

  // Whoever asks for the time is at work.
  const busy = (): void => {
    quiet = 0;
  };
  return {
    now: () => {
      busy();
      return now;
    },
    speed: () => asFastAs,
    after: (ms, callback) => {
      busy();
      const entry = { at: now + Math.max(0, Math.ceil(ms)), callback };
      waiting.add(entry);
      if (!leaping) void leap();
      return () => {
        waiting.delete(entry);
      };
    },
  };
}

/** How often everything that has reached this process is looked at before nothing is left to do. */
const quietTurns = 4;
/** What those are told who space their ticks by it. */
const asFastAs = 3600;
