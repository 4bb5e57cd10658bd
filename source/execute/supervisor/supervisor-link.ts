import type { Link } from '../executor.ts';
import type { Timers } from '../timers.ts';

export type LinkReportOptions = {
  readonly onLink: (link: Link) => void;
  readonly timers: Timers;
  /** From 0 to below 1. */
  readonly random: () => number;
};

export type LinkReport = {
  /** The place has answered. */
  readonly sign: () => void;
  readonly down: (reason: string, since: number) => void;
  /** Says that the link is down, and waits until it is time for another try. */
  readonly backOff: (reason: string) => Promise<void>;
  readonly stop: () => void;
};

const firstDelay = 500;
const longestDelay = 30_000;

/** Tells each change of a link once, and spaces the tries out: doubled each time, jittered, from the last answer on. */
export function createLinkReport({ onLink, timers, random }: LinkReportOptions): LinkReport {
  let isDown = false;
  let stopped = false;
  let lastSign = timers.now();
  let delay = firstDelay;
  let cancel = () => {};
  const down = (reason: string, since: number) => {
    if (isDown || stopped) return;
    isDown = true;
    onLink({ type: 'down', since, reason });
  };
  return {
    sign: () => {
      lastSign = timers.now();
      delay = firstDelay;
      if (!isDown || stopped) return;
      isDown = false;
      onLink({ type: 'up' });
    },
    down,
    backOff: (reason) => {
      down(reason, lastSign);
      const jittered = delay * (0.5 + random() / 2);
      delay = Math.min(delay * 2, longestDelay);
      return new Promise((resolve) => {
        cancel = timers.after(jittered, resolve);
      });
    },
    stop: () => {
      stopped = true;
      cancel();
    },
  };
}
