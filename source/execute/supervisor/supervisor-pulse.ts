import type { Timers } from '../timers.ts';

export type PulseOptions = {
  readonly timers: Timers;
  readonly ask: () => void;
  /** Once, when an answer has been missing for some seconds; `since`: the last sign of life, epoch milliseconds. */
  readonly onSilence: (since: number) => void;
  readonly onDead: (seconds: number) => void;
};

export type Pulse = {
  /** The script was sent: the first answer is awaited. */
  readonly start: () => void;
  /** Bytes came. */
  readonly sign: () => void;
  /** The answer is complete; `more`: there is more to fetch at once. */
  readonly answered: (what: 'more' | 'some' | 'none') => void;
  /** There is something to fetch. */
  readonly hurry: () => void;
  /** While we ourselves hold the output back, silence means nothing. */
  readonly pause: () => void;
  readonly resume: () => void;
  readonly stop: () => void;
};

/** Milliseconds between an answer and the next question: from the first after output, doubled while it is quiet. */
const firstGap = 8;
const flowingGap = 32;
const longestGap = 250;
/** After so many milliseconds without output a question a second is enough. */
const longQuiet = 30_000;
const quietGap = 1_000;
/** How long an answer may be missing until that is said, and until the channel is given up. */
const silence = 5_000;
const dead = 20_000;
/** A login may take its time before our script runs. */
const deadAtStart = 60_000;

/** Asks a follower on a host what is new, one question at a time, and notices when no answer comes. */
export function createPulse({ timers, ask, onSilence, onDead }: PulseOptions): Pulse {
  let waiting = false;
  let hurried = false;
  let paused = false;
  let begun = false;
  let stopped = false;
  let gap = firstGap;
  let lastSign = timers.now();
  let lastOutput = lastSign;
  let cancelNext = () => {};
  let cancelWatch = () => {};

  const watch = () => {
    cancelWatch();
    if (stopped || paused || !waiting) return;
    const limit = begun ? dead : deadAtStart;
    cancelWatch = timers.after(silence, () => {
      onSilence(lastSign);
      cancelWatch = timers.after(limit - silence, () => onDead(limit / 1_000));
    });
  };
  const question = () => {
    cancelNext();
    if (stopped || waiting) return;
    waiting = true;
    hurried = false;
    watch();
    ask();
  };
  return {
    start: () => {
      waiting = true;
      lastSign = timers.now();
      lastOutput = lastSign;
      watch();
    },
    sign: () => {
      lastSign = timers.now();
      watch();
    },
    answered: (what) => {
      begun = true;
      waiting = false;
      cancelWatch();
      cancelNext();
      if (stopped) return;
      const now = timers.now();
      if (what !== 'none') lastOutput = now;
      if (what === 'more' || hurried) return question();
      gap = what === 'some' ? flowingGap : Math.min(gap * 2, longestGap);
      cancelNext = timers.after(now - lastOutput >= longQuiet ? quietGap : gap, question);
    },
    hurry: () => {
      hurried = true;
      question();
    },
    pause: () => {
      paused = true;
      cancelWatch();
    },
    resume: () => {
      paused = false;
      lastSign = timers.now();
      watch();
    },
    stop: () => {
      stopped = true;
      cancelNext();
      cancelWatch();
    },
  };
}
