import { formatTimeOfDay } from '../../plan/zone.ts';
import { allAttempts } from '../../run/attempt.ts';
import type { Attempt, StepState } from '../../run/state.ts';
import { foldTargets } from '../../run/words.ts';
import { type DetailRow, paragraph } from './detail-row.ts';
import type { StepFacts } from './step-pane.ts';

/** What was tried: all of it where there is more to say than that it ran once and well. */
export function attemptRows({ state, step, own }: StepFacts, width: number): readonly DetailRow[] {
  const { zone } = state.schedule;
  return toTell(own).flatMap((attempt) => {
    const isEarlier = own.earlier.includes(attempt);
    const tone = wentWrong(attempt) && !isEarlier ? 'bad' : 'dim';
    const words = attemptWords(attempt, { zone, count: step.actions.length });
    return paragraph(isEarlier ? `${words}; then the run went back` : words, { width, tone });
  });
}

function toTell(own: StepState): readonly Attempt[] {
  const all = allAttempts(own);
  return all.filter(
    (attempt) =>
      all.length > own.attempts.length ||
      all.length > 1 ||
      attempt.reason !== undefined ||
      attempt.byHand ||
      wentWrong(attempt),
  );
}

function wentWrong({ outcome, settled, stopRequested }: Attempt): boolean {
  const known = settled?.outcome ?? outcome;
  return stopRequested || (known !== undefined && known !== 'succeeded');
}

/** `attempt 2 from action 2 of 3, on node[3,7] failed 05:44:10: node7: exit 1` */
function attemptWords(
  attempt: Attempt,
  { zone, count }: { readonly zone: string; readonly count: number },
): string {
  const { number, reason, endedAt } = attempt;
  const ended = endedAt === undefined ? '' : ` ${formatTimeOfDay(endedAt, zone)}`;
  if (attempt.byHand) return `attempt ${number} done by hand by ${attempt.by}${ended}: ${reason ?? ''}`;
  const outcome =
    attempt.settled?.outcome ?? attempt.outcome ?? (attempt.stopRequested ? 'being stopped' : 'running');
  const detail = attempt.detail === '' ? '' : `: ${attempt.detail}`;
  const settled = attempt.settled === undefined ? '' : ` (${attempt.settled.by}: ${attempt.settled.reason})`;
  const against = reason === undefined ? '' : `, started all the same: ${reason}`;
  return `attempt ${number}${partOf(attempt, count)} ${outcome}${ended}${detail}${settled}${against}`;
}

/** What of the step a retry was to run; nothing where that was all. */
function partOf({ from, only }: Attempt, count: number): string {
  if (count > 0 && from >= count) return ': nothing was left to run,';
  const parts = [
    ...(from > 0 ? [`from action ${from + 1} of ${count}`] : []),
    ...(only === undefined ? [] : [`on ${foldTargets(only)}`]),
  ];
  return parts.length === 0 ? '' : ` ${parts.join(', ')}`;
}
