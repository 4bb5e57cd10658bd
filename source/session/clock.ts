/** The only door to time. A scaled clock runs faster than the wall; a manual one moves when a test says so. */
export type Clock = {
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** How many clock milliseconds pass in one of the wall. */
  readonly speed: () => number;
  /** Calls back once when `ms` of this clock have passed; returns a function that cancels. */
  readonly after: (ms: number, callback: () => void) => () => void;
};
