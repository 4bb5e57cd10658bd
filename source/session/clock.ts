/** The only door to time. A scaled clock runs faster than the wall; a manual one moves when a test says so. */
export type Clock = {
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** How many clock milliseconds pass in one of the wall. */
  readonly speed: () => number;
  /** Calls back once when `ms` of this clock have passed; returns a function that cancels. */
  readonly after: (ms: number, callback: () => void) => () => void;
};

export function createWallClock(): Clock {
  return { now: () => Date.now(), speed: () => 1, after: timeout };
}

/** Shows `from` now and runs `speed` times as fast as the wall, without ever going back. */
export function createScaledClock({ from, speed }: { readonly from: number; readonly speed: number }): Clock {
  const began = performance.now();
  return {
    now: () => Math.round(from + (performance.now() - began) * speed),
    speed: () => speed,
    after: (ms, callback) => timeout(ms / speed, callback),
  };
}

export type ManualClock = Clock & {
  /** Moves on and calls back what falls due, in order. */
  readonly advance: (ms: number) => void;
};

export function createManualClock(from: number): ManualClock {
  let now = from;
  let waiting: readonly { readonly at: number; readonly callback: () => void }[] = [];
  return {
    now: () => now,
    speed: () => 1,
    after: (ms, callback) => {
      const entry = { at: now + ms, callback };
      waiting = [...waiting, entry];
      return () => {
        waiting = waiting.filter((other) => other !== entry);
      };
    },
    advance: (ms) => {
      const until = now + ms;
      for (;;) {
        const next = waiting.filter(({ at }) => at <= until).sort((a, b) => a.at - b.at)[0];
        if (next === undefined) break;
        waiting = waiting.filter((other) => other !== next);
        now = Math.max(now, next.at);
        next.callback();
      }
      now = until;
    },
  };
}

/** A wait of the clock as a promise. */
export function sleep(clock: Clock, ms: number): Promise<void> {
  return new Promise((resolve) => {
    clock.after(ms, resolve);
  });
}

/** Resolves once this process has looked at everything that has reached it by now. */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}

/** From 0 up to, not including, 1; for names, never for decisions. */
export function chance(): number {
  return Math.random();
}

// setTimeout turns longer waits into 1 ms.
const longest = 2 ** 31 - 1;

function timeout(ms: number, callback: () => void): () => void {
  let handle = ms > longest ? setTimeout(again, longest) : setTimeout(callback, Math.max(0, ms));
  function again(): void {
    handle = setTimeout(callback, Math.min(longest, ms - longest));
  }
  return () => clearTimeout(handle);
}
