import type { Step } from '../plan/plan.ts';
import type { StepState, StepStatus } from './state.ts';

/** A step's status follows from what was recorded of it. */
export function statusOf(step: Step, own: StepState): StepStatus {
  if (own.skipped !== undefined) return 'skipped';
  const attempt = own.attempts.at(-1);
  if (attempt === undefined) return 'waiting';
  if (attempt.outcome === undefined) return 'running';
  const outcome = attempt.settled?.outcome ?? attempt.outcome;
  if (outcome === 'unknown') return 'unknown';
  if (outcome !== 'succeeded') return 'failed';
  if (failedItems(step, own).length > 0 || saidNo(own)) return 'failed';
  return openPoints(step, own).length > 0 ? 'checking' : 'done';
}

/** Whether the work itself ended well: what is left is people's to check and sign. */
export function workEndedWell(own: StepState): boolean {
  const attempt = own.attempts.at(-1);
  return (attempt?.settled?.outcome ?? attempt?.outcome) === 'succeeded';
}

export function openItems(step: Step, own: StepState): readonly number[] {
  return step.checklist.filter((item) => own.answers[item.number] === undefined).map((item) => item.number);
}

export function failedItems(step: Step, own: StepState): readonly number[] {
  return step.checklist
    .filter((item) => own.answers[item.number]?.answer === 'failed')
    .map((item) => item.number);
}

/** Roles that still have to confirm. */
export function openConfirmations(step: Step, own: StepState): readonly string[] {
  return step.confirm.filter((role) => own.confirmations[role] === undefined);
}

/** Roles that still have to say go or no-go. */
export function openVotes(step: Step, own: StepState): readonly string[] {
  return step.poll.filter((role) => own.votes[role] === undefined);
}

function openPoints(step: Step, own: StepState): readonly unknown[] {
  return [...openItems(step, own), ...openConfirmations(step, own), ...openVotes(step, own)];
}

function saidNo(own: StepState): boolean {
  return Object.values(own.votes).some((vote) => vote.verdict === 'no-go');
}
