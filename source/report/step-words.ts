import { formatDuration, formatOffset } from '../plan/duration.ts';
import type { Slot } from '../plan/timetable.ts';
import type { TargetResult } from '../run/facts.ts';
import { describeResult, isOk } from '../run/target-result.ts';
import { foldTargets } from '../run/words.ts';
import type { StepFacts } from './step-facts.ts';

/** `S+35m for 5m`; empty without a time. Text of a plan stands in these words as it is: who prints makes it safe. */
export function plannedWords({ anchor, planned }: Pick<StepFacts, 'anchor' | 'planned'>): string {
  if (planned === undefined) return '';
  const length = lengthOf(planned);
  return anchor + formatOffset(planned.begins) + (length === 0 ? '' : ` for ${formatDuration(length)}`);
}

/** `S+35m`; empty without a time. */
export function plannedStart({ anchor, planned }: Pick<StepFacts, 'anchor' | 'planned'>): string {
  return planned === undefined ? '' : anchor + formatOffset(planned.begins);
}

/** `S+35m12s`; empty for what never began. */
export function startWords({ anchor, offset }: Pick<StepFacts, 'anchor' | 'offset'>): string {
  return offset === undefined ? '' : anchor + formatOffset(wholeSeconds(offset));
}

/** `+2m10s`, `-5s`, `0s`; empty where there is nothing to tell. */
export function signed(ms: number | undefined): string {
  if (ms === undefined) return '';
  const seconds = wholeSeconds(ms);
  return (seconds > 0 ? '+' : '') + formatDuration(seconds);
}

/** `2m10s`; empty where nothing took time. */
export function tookWords(ms: number | undefined): string {
  return ms === undefined ? '' : formatDuration(wholeSeconds(ms));
}

/** `ok on sakaiprod[1-6]; sakaiprod7: exit 1`; empty where nothing ran anywhere. */
export function resultWords(results: StepFacts['results']): string {
  const byText = Map.groupBy(results, ({ result }) => wordOf(result));
  return [...byText]
    .map(([word, those]) => {
      const targets = foldTargets(those.map(({ target }) => target));
      return isOk(those[0]?.result) ? `${word} on ${targets}` : `${targets}: ${word}`;
    })
    .join('; ');
}

/** Of those that didn't end well only. */
export function troubleWords(results: StepFacts['results']): string {
  return resultWords(results.filter(({ result }) => result !== undefined && !isOk(result)));
}

/** `1 fault`, `2 faults` */
export function counted(count: number, one: string): string {
  return `${count} ${one}${count === 1 ? '' : 's'}`;
}

function wordOf(result: TargetResult | undefined): string {
  return result === undefined ? 'no result' : describeResult(result);
}

function lengthOf({ begins, ends }: Slot): number {
  return ends - begins;
}

/** As clocks show them: what is not over has not passed. */
function wholeSeconds(ms: number): number {
  return Math.floor(ms / 1000) * 1000;
}
