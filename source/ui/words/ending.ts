import { decide } from '../../run/decide.ts';
import type { RunOutcome } from '../../run/facts.ts';
import type { RunState } from '../../run/state.ts';

/** What an end would make of the run now, and the word a person types for it. */
export type Ending = {
  readonly outcome: RunOutcome;
  readonly word: string;
  /** What is not settled; some where the end aborts the run. */
  readonly open: readonly string[];
};

export function endingOf(state: RunState, now: number): Ending {
  const decision = decide(state, { type: 'end', by: '-' }, now);
  if (decision.type === 'refused') {
    return { outcome: 'aborted', word: endWords.aborted, open: decision.refusal.missing };
  }
  const ended = decision.events.find((event) => event.type === 'run.ended');
  const outcome = ended?.outcome ?? 'aborted';
  return { outcome, word: endWords[outcome], open: [] };
}

/** Typed to go back. */
export const fallbackWord = 'fall back';

const endWords = {
  go: 'go',
  'go-with-failures': 'end',
  'fell-back': 'end',
  'fell-back-with-failures': 'end',
  aborted: 'abort',
} as const;
