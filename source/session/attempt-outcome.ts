import { formatDuration } from '../plan/duration.ts';
import type { AttemptOutcome, TargetResult } from '../run/event.ts';
import { foldTargets } from '../run/words.ts';

export function isOk(result: TargetResult): boolean {
  return result.type === 'exited' && result.code === 0;
}

/** What an attempt came to whose targets did not all end well. One lost connection makes it unknown. */
export function attemptOutcome(results: readonly TargetResult[]): AttemptOutcome {
  if (results.every(isOk)) return 'succeeded';
  if (results.some(({ type }) => type === 'lost')) return 'unknown';
  return results.some(({ type }) => type === 'stopped') ? 'stopped' : 'failed';
}

/** One line for people, targets with the same result together: `sakaiprod[3,5]: exit 1; sakaiprod4: stopped`. */
export function describeResults(results: Readonly<Record<string, TargetResult>>): string {
  const byText = new Map<string, string[]>();
  for (const [target, result] of Object.entries(results)) {
    if (isOk(result)) continue;
    const text = describeResult(result);
    byText.set(text, [...(byText.get(text) ?? []), target]);
  }
  return [...byText].map(([text, targets]) => `${foldTargets(targets)}: ${text}`).join('; ');
}

/** `exit 3`, `killed by SIGKILL`, `timed out after 5m`, ... */
export function describeResult(result: TargetResult): string {
  switch (result.type) {
    case 'exited':
      return result.code === 0 ? 'ok' : `exit ${result.code}`;
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
