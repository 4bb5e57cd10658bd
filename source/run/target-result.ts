import { formatDuration } from '../plan/duration.ts';
import type { TargetResult } from './facts.ts';

/** Only this lets what comes after it begin. */
export function isOk(result: TargetResult | undefined): boolean {
  return result?.type === 'exited' && result.code === 0;
}

/** `exit 3`, `exit 137 (SIGKILL)`, `killed by SIGKILL`, `timed out after 5m`, ... */
export function describeResult(result: TargetResult): string {
  switch (result.type) {
    case 'exited':
      return exitWords(result.code);
    case 'signalled':
      return `killed by ${result.signal}`;
    case 'timed-out':
      return `timed out after ${formatDuration(result.after)}`;
    case 'stopped':
      return 'stopped';
    case 'refused':
    case 'failed':
      return result.reason;
    case 'lost':
      return `lost: ${result.reason}`;
  }
}

/** A shell says of a command that a signal ended: 128 and the signal's number. */
function exitWords(code: number): string {
  const signal = signals[code - 128];
  if (code === 0) return 'ok';
  return signal === undefined ? `exit ${code}` : `exit ${code} (${signal})`;
}

/** Those that have the same number on every system. */
const signals: Readonly<Record<number, string>> = {
  1: 'SIGHUP',
  2: 'SIGINT',
  3: 'SIGQUIT',
  4: 'SIGILL',
  5: 'SIGTRAP',
  6: 'SIGABRT',
  8: 'SIGFPE',
  9: 'SIGKILL',
  11: 'SIGSEGV',
  13: 'SIGPIPE',
  14: 'SIGALRM',
  15: 'SIGTERM',
};
