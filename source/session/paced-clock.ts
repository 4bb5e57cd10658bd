import { type Clock, createScaledClock, nextTurn } from './clock.ts';

/**
 * Runs `speed` times as fast as the wall and stands still while there is something to do: what falls due is called at
 * its very moment, and what our own work takes is not counted. So a rehearsal is the same at any speed.
 */
export function createPacedClock({ from, speed }: { readonly from: number; readonly speed: number }): Clock {
  const source = createScaledClock({ from: 0, speed });
  const waiting = new Set<{ readonly at: number; readonly callback: () => void }>();
  let shown = from;
  /** What the source showed when time went on from `shown`; undefined while it stands still, and before it begins. */
  let since: number | undefined;
  let working = false;
  let quiet = 0;
  let cancel = (): void => undefined;

  const next = (): number =>
    [...waiting].reduce((least, { at }) => Math.min(least, at), Number.POSITIVE_INFINITY);

  function now(): number {
    quiet = 0;
    // A timer of the wall may be late: no moment is passed before what is due then.
    return since === undefined ? shown : Math.min(shown + source.now() - since, Math.max(shown, next()));
  }

  async function work(at: number): Promise<void> {
    cancel();
    shown = Math.max(shown, at);
    since = undefined;
    working = true;
    do {
      for (const entry of [...waiting].filter((each) => each.at <= shown)) {
        // One of those before it may have cancelled it.
        if (waiting.delete(entry)) entry.callback();
      }
      quiet = 0;
      for (let turns = 0; quiet < quietTurns && turns < mostTurns; turns += 1) {
        await nextTurn();
        quiet += 1;
      }
    } while (next() <= shown);
    working = false;
    goOn();
  }

  function goOn(): void {
    cancel();
    since = source.now();
    const at = next();
    if (waiting.size > 0) cancel = source.after(Math.max(0, at - shown), () => void work(at));
  }

  return {
    now,
    speed: () => speed,
    after: (ms, callback) => {
      const entry = { at: Math.ceil(now() + Math.max(0, ms)), callback };
      if (!working) void work(now());
      waiting.add(entry);
      return () => {
        if (!working) shown = now();
        if (waiting.delete(entry) && !working) goOn();
      };
    },
  };
}

/** How often everything that has reached this process is looked at before nothing is left to do. */
const quietTurns = 4;
/** Whoever asks for the time again and again does not stop it for good. */
const mostTurns = 1000;
