import type { Timers } from '../timers.ts';

export type Deadline = {
  /** Starts over with the whole time, or stands still. */
  readonly hold: (held: boolean) => void;
  readonly cancel: () => void;
};

/** Calls back once after so many milliseconds, unless cancelled; time in which it is held doesn't count. */
export function createDeadline(options: {
  readonly ms: number;
  readonly timers: Timers;
  readonly onLate: () => void;
}): Deadline {
  const { ms, timers, onLate } = options;
  let over = false;
  const start = () =>
    timers.after(ms, () => {
      over = true;
      onLate();
    });
  let stop = start();
  return {
    hold: (held) => {
      stop();
      if (!held && !over) stop = start();
    },
    cancel: () => {
      over = true;
      stop();
    },
  };
}
