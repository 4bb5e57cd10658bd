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

/** Waits; false where the signal came first. */
export async function pause({
  ms,
  signal,
  timers,
}: {
  readonly ms: number;
  readonly signal: AbortSignal;
  readonly timers: Timers;
}): Promise<boolean> {
  if (signal.aborted) return false;
  return await new Promise((resolve) => {
    const settle = (whole: boolean) => {
      cancel();
      signal.removeEventListener('abort', abort);
      resolve(whole);
    };
    const abort = () => settle(false);
    const cancel = timers.after(ms, () => settle(true));
    signal.addEventListener('abort', abort, { once: true });
  });
}
