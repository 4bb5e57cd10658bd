import type { Step } from '../plan/plan.ts';
import { allAttempts } from '../run/attempt.ts';
import { isActive } from '../run/select.ts';
import type { Attempt, RunState, StepState } from '../run/state.ts';
import { stepState } from '../run/timing.ts';
import { answerWords, foldTargets, roleLabel, statusWords } from '../run/words.ts';
import { plainText } from './terminal-text.ts';

/** A step's status in a word; `not run` for what was never begun and won't be. */
export function statusWord(state: RunState, step: Step): string {
  const { status } = stepState(state, step.id);
  const over = state.ended !== undefined || !isActive(state, step.timeline);
  return status === 'waiting' && over ? 'not run' : statusWords[status];
}

/** What is to be said of a step below its line: reasons, failed attempts, answers, signatures. */
export function detailsOf(state: RunState, step: Step): readonly string[] {
  const own = stepState(state, step.id);
  const { skipped } = own;
  return [
    ...editDetails(step, own),
    ...allAttempts(own).flatMap((attempt, _, all) => attemptDetails(step, attempt, all.length)),
    ...step.checklist.flatMap((item) => answerDetails(own, item.number, item.text)),
    ...Object.entries(own.votes).map(
      ([role, vote]) => `${plainText(roleLabel(state, role))} says ${vote.verdict} (${plainText(vote.by)})`,
    ),
    ...Object.entries(own.confirmations).map(
      ([role, { by }]) => `confirmed by ${plainText(roleLabel(state, role))} (${plainText(by)})`,
    ),
    ...(skipped === undefined ? [] : [`skipped by ${plainText(skipped.by)}: ${plainText(skipped.reason)}`]),
  ];
}

function editDetails({ actions }: Step, { edits }: StepState): readonly string[] {
  return Object.entries(edits).map(([index, { by, reason }]) => {
    const which = actions.length > 1 ? `action ${Number(index) + 1}` : 'its command';
    return `${which} edited for this run by ${plainText(by)}: ${plainText(reason)}`;
  });
}

function attemptDetails(step: Step, attempt: Attempt, count: number): readonly string[] {
  const { number, outcome, detail, reason, settled } = attempt;
  const name = count > 1 ? `attempt ${number}: ` : '';
  if (attempt.byHand) return [`${name}done by hand by ${plainText(attempt.by)}: ${plainText(reason ?? '')}`];
  const told = outcome !== undefined && outcome !== 'succeeded';
  return [
    ...(reason === undefined ? [] : [`${name}started, with this reason: ${plainText(reason)}`]),
    ...partDetails(step, attempt).map((part) => `${name}${part}`),
    ...(told ? [`${name}${outcome}${detail === '' ? '' : `, ${plainText(detail)}`}`] : []),
    ...(settled === undefined
      ? []
      : [`${name}settled as ${settled.outcome} by ${plainText(settled.by)}: ${plainText(settled.reason)}`]),
  ];
}

/** What a retry of only what was open began with. */
function partDetails({ actions }: Step, { from, only }: Attempt): readonly string[] {
  if (from === 0 && only === undefined) return [];
  if (from >= actions.length) return ['nothing was left to run'];
  return [
    `only ${[...(from > 0 ? [`from action ${from + 1}`] : []), ...(only === undefined ? [] : [`on ${foldTargets(only)}`])].join(', ')}`,
  ];
}

function answerDetails(own: StepState, number: number, text: string): readonly string[] {
  const answer = own.answers[number];
  if (answer === undefined) {
    return own.attempts.length === 0 ? [] : [`${number}. open: ${plainText(text)}`];
  }
  const note = answer.note === undefined ? '' : `; ${plainText(answer.note)}`;
  return [`${number}. ${answerWords[answer.answer]}: ${plainText(text)} (${plainText(answer.by)}${note})`];
}
