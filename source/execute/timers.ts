/** What the executors need of time, in milliseconds. Tests hand in their own. */
export type Timers = {
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** Calls back once; returns a function that cancels. */
  readonly after: (ms: number, callback: () => void) => () => void;
};

export const systemTimers: Timers = {
  now: () => Date.now(),
  after: (ms, callback) => {
    const timer = setTimeout(callback, ms);
    return () => clearTimeout(timer);
  },
};
