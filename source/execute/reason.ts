import { safeLine } from '../plan/safe-text.ts';
import type { TargetResult } from '../run/facts.ts';

const LONGEST_REASON = 300;
const LONGEST_QUOTE = 200;
const LONGEST_SIGNAL = 20;

/** Words that a host, a server or a library chose, as one safe line; what is longer than `most` is cut. */
export function oneLine(text: string, most = LONGEST_QUOTE): string {
  const line = safeLine(text).replace(/\s+/g, ' ').trim();
  // Never half of a surrogate pair.
  return line.length <= most ? line : `${line.slice(0, most - 1).replace(/[\ud800-\udbff]$/, '')}…`;
}

/** What an error says, as it says it, also one that only holds others (a name with several addresses). */
export function messageOf(cause: unknown): string {
  if (cause instanceof AggregateError && cause.message === '') return messageOf(cause.errors[0]);
  return cause instanceof Error ? cause.message : String(cause);
}

/** A result that can go to a screen and into a journal: one line of 300 characters at most, whatever was quoted in it. */
export function safeResult(result: TargetResult): TargetResult {
  if ('reason' in result) return { ...result, reason: oneLine(result.reason, LONGEST_REASON) };
  if (result.type === 'signalled') return { ...result, signal: oneLine(result.signal, LONGEST_SIGNAL) };
  return result;
}
