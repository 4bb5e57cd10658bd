import type { MachineReading } from '../../source/journal/machine-clock.ts';
import { type Clock, createManualClock } from '../../source/session/clock.ts';

/** A machine whose time a test moves: it runs on, sleeps, or is set. Timers know only the time it was awake. */
export type JumpingClock = Clock & {
  /** A second at a time, with all that can be done in it. */
  readonly run: (ms: number) => Promise<void>;
  readonly sleep: (ms: number) => void;
  readonly set: (by: number) => void;
  readonly machine: () => MachineReading;
};

export function createJumpingClock(from: number): JumpingClock {
  const awake = createManualClock(from);
  let slept = 0;
  let setBy = 0;
  return {
    now: () => awake.now() + slept + setBy,
    speed: () => 1,
    after: awake.after,
    run: async (ms) => {
      for (let left = ms; left > 0; left -= 1000) {
        awake.advance(Math.min(1000, left));
        for (let turns = 0; turns < 6; turns += 1) await new Promise((resolve) => setImmediate(resolve));
      }
    },
    sleep: (ms) => {
      slept += ms;
    },
    set: (by) => {
      setBy += by;
    },
    machine: () => ({
      wall: awake.now() + slept + setBy,
      up: awake.now() + slept,
      awake: awake.now(),
    }),
  };
}
