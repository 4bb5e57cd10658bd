import type { TargetResult } from '../run/event.ts';
import type { Timers } from './timers.ts';

export type Ending = {
  readonly result: Promise<TargetResult>;
  /** The shell has ended; its output may still be on the way. */
  readonly exited: (result: TargetResult) => void;
  /** Output came. */
  readonly touched: () => void;
  /** Nothing more can come. What is given counts only where no exit was told before. */
  readonly closed: (otherwise: TargetResult) => void;
};

export type EndingOptions = {
  readonly timers: Timers;
  /** Takes a line where output is cut off. */
  readonly stderr: (bytes: Uint8Array) => void;
  /** Milliseconds without output after the exit until an open stream is taken for a left behind child's. */
  readonly quiet?: number;
  /** Milliseconds after the exit until it is taken for that however much it says. */
  readonly limit?: number;
};

/**
 * Joins the exit of a shell with the end of its output. A child that outlives the shell and keeps its stdout
 * (a server started without redirection) does not hold up the step for ever.
 */
export function createEnding(options: EndingOptions): Ending {
  const { timers, stderr, quiet = 2_000, limit = 60_000 } = options;
  const { promise, resolve } = Promise.withResolvers<TargetResult>();
  let exit: TargetResult | undefined;
  let settled = false;
  let cancelQuiet = () => {};
  let cancelLimit = () => {};
  const settle = (result: TargetResult) => {
    settled = true;
    cancelQuiet();
    cancelLimit();
    resolve(result);
  };
  const waitForQuiet = (result: TargetResult) => {
    cancelQuiet();
    cancelQuiet = timers.after(quiet, () => settle(result));
  };
  return {
    result: promise,
    exited: (result) => {
      if (settled || exit !== undefined) return;
      exit = result;
      waitForQuiet(result);
      cancelLimit = timers.after(limit, () => {
        stderr(restNotKept(`${limit / 1_000} s after the end of the commands`));
        settle(result);
      });
    },
    touched: () => {
      if (!settled && exit !== undefined) waitForQuiet(exit);
    },
    closed: (otherwise) => settle(exit ?? otherwise),
  };
}

/** A line for the output: what a slow link still holds, or a left behind child still says, is cut off here. */
export function restNotKept(when: string): Uint8Array {
  return new TextEncoder().encode(`gonogo: the output had not ended ${when}: the rest is not kept\n`);
}
