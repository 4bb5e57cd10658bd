const signals = ['SIGTERM', 'SIGHUP', 'SIGINT'] as const;
const keyboard = ['SIGINT', 'SIGQUIT'] as const;

export type LeaveSignals = {
  /** Aborted by the first of them. */
  readonly signal: AbortSignal;
  /** Until what it gives back is called, Ctrl-C and Ctrl-\ are for another program on this terminal. */
  readonly hush: () => () => void;
  readonly stop: () => void;
};

/** A closed terminal, or somebody's `kill`, is a way of leaving: the run stays open and its record complete. */
export function leaveSignals(): LeaveSignals {
  const controller = new AbortController();
  const leave = (): void => controller.abort();
  for (const name of signals) process.on(name, leave);
  return {
    signal: controller.signal,
    hush: () => {
      process.off('SIGINT', leave);
      for (const name of keyboard) process.on(name, pass);
      return () => {
        for (const name of keyboard) process.off(name, pass);
        process.on('SIGINT', leave);
      };
    },
    stop: () => {
      for (const name of signals) process.off(name, leave);
    },
  };
}

function pass(): void {}
