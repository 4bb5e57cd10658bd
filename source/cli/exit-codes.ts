import type { RunOutcome } from '../run/facts.ts';

/** What a command's exit code says. */
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
  differs: 13,
} as const;

/** The same in words, for the help; short enough for a column. */
export const exitCodeWords: Readonly<Record<keyof typeof exitCodes, string>> = {
  ok: 'done, go',
  internal: 'internal error',
  usage: 'usage',
  planInvalid: 'plan invalid',
  noGo: 'preflight or doctor: no-go',
  endedWithFailures: 'ended with failures',
  fellBack: 'fell back',
  aborted: 'aborted',
  leftRunning: 'left open, join it again',
  notIntact: 'record not intact',
  storage: 'storage failed',
  differs: 'not the same: format --check, diff --exit-code',
};

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
