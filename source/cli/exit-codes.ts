import type { RunOutcome } from '../run/facts.ts';

/** What a command's exit code says; the table of `gonogo --help`. */
export const exitCodes = {
  ok: 0,
  internal: 1,
  usage: 2,
  planInvalid: 3,
  noGo: 4,
  endedWithFailures: 5,
  fellBack: 6,
  aborted: 7,
  leftRunning: 8,
  notIntact: 10,
  storage: 12,
} as const;

export function exitCodeOf(outcome: RunOutcome): number {
  switch (outcome) {
    case 'go':
      return exitCodes.ok;
    case 'fell-back':
      return exitCodes.fellBack;
    case 'go-with-failures':
    case 'fell-back-with-failures':
      return exitCodes.endedWithFailures;
    case 'aborted':
      return exitCodes.aborted;
  }
}
