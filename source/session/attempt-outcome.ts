import type { AttemptOutcome, TargetResult } from '../run/facts.ts';
import { describeResult, isOk } from '../run/target-result.ts';
import { foldTargets } from '../run/words.ts';

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
