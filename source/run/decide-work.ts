import { isEditable, outlivesGonogo } from '../plan/action-nature.ts';
import { nextAttempt } from './attempt.ts';
import type { Command, Decision } from './command.ts';
import { missingFor } from './readiness.ts';
import { accept, isBlank, needsReason, refuse } from './refusal.ts';
import type { StepSituation } from './situation.ts';

/** Work done by other means than the plan's: only where nothing runs, and nothing is unknown. */
export function decideByHand(
  { state, step, own, now }: StepSituation,
  { reason, by }: Extract<Command, { type: 'do-by-hand' }>,
): Decision {
  if (step.actions.length === 0) return refuse('people do this step anyway: start it');
  if (own.status !== 'waiting' && own.status !== 'failed') return refuse(byHandRefusals[own.status]);
  if (state.held !== undefined) return refuse(`the run is held: ${state.held.reason}`);
  if (isBlank(reason)) {
    return needsReason(
      'work done by hand needs a reason',
      own.status === 'waiting' ? missingFor(state, step, now) : [],
    );
  }
  return accept({
    type: 'step.done-by-hand',
    step: step.id,
    attempt: nextAttempt(own),
    reason: reason.trim(),
    by,
  });
}

/** Another text for one action, from the next attempt on. */
export function decideEdit(
  { step, own }: StepSituation,
  { action: index, text, diff, reason, by }: Extract<Command, { type: 'edit' }>,
): Decision {
  const action = step.actions[index];
  if (action === undefined) return refuse(`no action ${index + 1} in this step`, 'invalid');
  if (!isEditable(action)) return refuse(`the text of a ${action.kind} action can't be changed`);
  if (own.status !== 'waiting' && own.status !== 'failed') return refuse(editRefusals[own.status]);
  if (text.trim() === '') return refuse('nothing would be left to run', 'invalid');
  if (text === (own.edits[index]?.text ?? action.text)) return refuse('nothing was changed', 'invalid');
  if (isBlank(reason)) return needsReason('changing what runs needs a reason');
  return accept({
    type: 'action.edited',
    step: step.id,
    action: index,
    text,
    diff,
    reason: reason.trim(),
    by,
  });
}

const editRefusals = {
  running: 'it is running',
  checking: 'its work has ended well',
  unknown: 'nobody knows what its last attempt did: settle that first',
  done: 'it is done',
  skipped: 'it was skipped',
} as const;

const byHandRefusals = { ...editRefusals, running: 'it is running: stop it first' } as const;

/** Only a shell's work can be found again: the host keeps it. */
export function decideReattach(
  { step, own }: StepSituation,
  { by }: Extract<Command, { type: 'reattach' }>,
): Decision {
  const attempt = own.attempts.at(-1);
  if (own.status !== 'unknown' || attempt === undefined) return refuse('its outcome is known');
  const action = step.actions[attempt.action];
  if (action === undefined || !outlivesGonogo(action))
    return refuse('what it ran leaves nothing to be found again');
  return accept({ type: 'attempt.reattached', step: step.id, attempt: attempt.number, by });
}
