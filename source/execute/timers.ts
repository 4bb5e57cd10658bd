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

/** What a promise gives if it settles within so many milliseconds; undefined otherwise. */
export async function within<T>(
  promise: Promise<T>,
  { ms, timers }: { readonly ms: number; readonly timers: Timers },
): Promise<T | undefined> {
  const late = Promise.withResolvers<undefined>();
  const cancel = timers.after(ms, () => late.resolve(undefined));
  try {
    return await Promise.race([promise, late.promise]);
  } finally {
    cancel();
  }
}
