import type { Step } from '../plan/plan.ts';
import { nextAttempt } from './attempt.ts';
import type { Command, Decision } from './command.ts';
import { decideAnswer, decideCheck, decideConfirm, decideVote } from './decide-check.ts';
import { decideByHand, decideEdit, decideReattach } from './decide-work.ts';
import { openWork } from './open-work.ts';
import { missingFor } from './readiness.ts';
import { accept, isBlank, needsReason, refuse } from './refusal.ts';
import { findStep, isActive } from './select.ts';
import type { StepSituation } from './situation.ts';
import type { RunState } from './state.ts';
import { stepState } from './timing.ts';

export type StepCommand = Extract<
  Command,
  {
    type:
      | 'start'
      | 'stop'
      | 'skip'
      | 'settle'
      | 'answer'
      | 'check'
      | 'confirm'
      | 'vote'
      | 'do-by-hand'
      | 'edit'
      | 'reattach';
  }
>;

/** Commands about one step. */
export function decideStep(state: RunState, command: StepCommand, now: number): Decision {
  const step = findStep(state, command.step);
  if (step === undefined) return refuse(`no step ${command.step} in this plan`, 'unknown-step');
  if (state.ended !== undefined) return refuse('the run has ended');
  const situation = { state, step, own: stepState(state, step.id), now };
  if (command.type === 'stop') return decideStop(situation, command);
  if (command.type === 'settle') return decideSettle(situation, command);
  if (command.type === 'reattach') return decideReattach(situation, command);
  if (!isActive(state, step.timeline)) return refuse(frozen(step));
  switch (command.type) {
    case 'start':
      return decideStart(situation, command);
    case 'skip':
      return decideSkip(situation, command);
    case 'answer':
      return decideAnswer(situation, command);
    case 'check':
      return decideCheck(situation, command);
    case 'confirm':
      return decideConfirm(situation, command);
    case 'vote':
      return decideVote(situation, command);
    case 'do-by-hand':
      return decideByHand(situation, command);
    case 'edit':
      return decideEdit(situation, command);
  }
}

function frozen(step: Step): string {
  return step.timeline === 'fallback'
    ? 'a step of the fallback: it waits until the fallback is called'
    : 'the fallback was called: the other timelines are frozen';
}

function decideStart(
  { state, step, own, now }: StepSituation,
  command: Extract<Command, { type: 'start' }>,
): Decision {
  const no = startRefusals[own.status];
  if (no !== undefined) return refuse(no);
  if (state.held !== undefined) return refuse(`the run is held: ${state.held.reason}`);
  const open = command.open === true ? openWork(state, step, own) : undefined;
  const missing = missingFor(state, step, now);
  if (missing.length > 0 && isBlank(command.reason)) {
    return needsReason(`${step.number} ${step.title} is not ready`, missing);
  }
  const { by } = command;
  const attempt = nextAttempt(own);
  const reason = isBlank(command.reason) ? undefined : command.reason?.trim();
  const started = { type: 'step.started', step: step.id, attempt, by, reason, missing, ...open } as const;
  if (step.actions.length > (open?.from ?? 0)) return accept(started);
  // People do the work of a step without actions: nothing runs whose end could be missed.
  return accept(started, {
    type: 'attempt.finished',
    step: step.id,
    attempt,
    outcome: 'succeeded',
    detail: step.actions.length > 0 ? 'nothing was left to run' : 'done by people',
  });
}

const startRefusals = {
  waiting: undefined,
  failed: undefined,
  running: 'it is running',
  checking: 'its work has ended well; what is open is to be checked or confirmed',
  unknown: 'nobody knows what its last attempt did: settle that first',
  done: 'it is done',
  skipped: 'it was skipped',
} as const;

function decideStop({ step, own }: StepSituation, command: Extract<Command, { type: 'stop' }>): Decision {
  const attempt = own.attempts.at(-1);
  if (own.status !== 'running' || attempt === undefined) return refuse('it is not running');
  if (attempt.stopRequested) return refuse('it is being stopped');
  return accept({ type: 'stop.requested', step: step.id, attempt: attempt.number, by: command.by });
}

function decideSettle({ step, own }: StepSituation, command: Extract<Command, { type: 'settle' }>): Decision {
  const attempt = own.attempts.at(-1);
  if (own.status !== 'unknown' || attempt === undefined) return refuse('its outcome is known');
  if (isBlank(command.reason)) return needsReason('settling an unknown outcome needs a reason');
  const { outcome, by } = command;
  const reason = command.reason.trim();
  return accept({ type: 'attempt.settled', step: step.id, attempt: attempt.number, outcome, reason, by });
}

function decideSkip({ step, own }: StepSituation, command: Extract<Command, { type: 'skip' }>): Decision {
  if (step.required) return refuse('it is required: it can be done again, not skipped');
  if (step.decision) return refuse('a decision is voted, not skipped');
  const no = skipRefusals[own.status];
  if (no !== undefined) return refuse(no);
  if (isBlank(command.reason)) return needsReason('skipping needs a reason');
  return accept({ type: 'step.skipped', step: step.id, reason: command.reason.trim(), by: command.by });
}

const skipRefusals = {
  waiting: undefined,
  failed: undefined,
  checking: undefined,
  running: 'it is running: stop it first',
  unknown: 'nobody knows what its last attempt did: settle that first',
  done: 'it is done',
  skipped: 'it was skipped',
} as const;
