const signals = ['SIGTERM', 'SIGHUP', 'SIGINT'] as const;

export type LeaveSignals = {
  /** Aborted by the first of them. */
  readonly signal: AbortSignal;
  readonly stop: () => void;
};

/** A closed terminal, or somebody's `kill`, is a way of leaving: the run stays open and its record complete. */
export function leaveSignals(): LeaveSignals {
  const controller = new AbortController();
  const leave = (): void => controller.abort();
  for (const name of signals) process.on(name, leave);
  return {
    signal: controller.signal,
    stop: () => {
      for (const name of signals) process.off(name, leave);
    },
  };
}
