import type { Command, Decision } from './command.ts';
import { callFallback, fallbackRefusal } from './decide-fallback.ts';
import type { RunEvent } from './event.ts';
import { isUnderWay } from './item-check.ts';
import { includedTargets } from './open-work.ts';
import { accept, isBlank, needsReason, refuse } from './refusal.ts';
import type { StepSituation } from './situation.ts';
import { failedItems, openConfirmations, openItems, openVotes, workEndedWell } from './status.ts';

export function decideAnswer(
  { step, own }: StepSituation,
  command: Extract<Command, { type: 'answer' }>,
): Decision {
  if (!step.checklist.some((item) => item.number === command.item)) {
    return refuse(`no item ${command.item} in this checklist`, 'invalid');
  }
  if (own.attempts.length === 0) return refuse('it has not started');
  if (own.status === 'done' || own.status === 'skipped') return refuse(`it is ${own.status}`);
  const { item, answer, by } = command;
  const note = isBlank(command.note) ? undefined : command.note?.trim();
  return accept({ type: 'item.answered', step: step.id, item, answer, note, by });
}

/** Looking is allowed again and again, one look of an item at a time, and answers nothing. */
export function decideCheck(
  { state, step, own }: StepSituation,
  { item: number, by }: Extract<Command, { type: 'check' }>,
): Decision {
  const item = step.checklist.find((each) => each.number === number);
  if (item === undefined) return refuse(`no item ${number} in this checklist`, 'invalid');
  if (item.check === undefined) return refuse(`item ${number} has no check of its own: look yourself`);
  const attempt = own.attempts.at(-1);
  if (attempt === undefined) return refuse('it has not started');
  if (attempt.outcome === undefined) return refuse('its work is still under way');
  if (own.status === 'done' || own.status === 'skipped') return refuse(`it is ${own.status}`);
  const before = own.checks?.[number];
  if (isUnderWay(before)) return refuse(`the check of item ${number} is under way`);
  const targets = includedTargets(state, item.check.action);
  if (targets.length === 0) return refuse('every host of it is left out');
  const check = (before?.check ?? 0) + 1;
  return accept({
    type: 'check.started',
    step: step.id,
    attempt: attempt.number,
    item: number,
    check,
    targets,
    by,
  });
}

export function decideConfirm(
  { step, own, state }: StepSituation,
  command: Extract<Command, { type: 'confirm' }>,
): Decision {
  const { role, by } = command;
  if (!state.plan.roles.some(({ id }) => id === role))
    return refuse(`no role ${role} in this plan`, 'invalid');
  if (!step.confirm.includes(role)) return refuse(`${step.number} ${step.title} is not confirmed by ${role}`);
  const unchecked = uncheckedRefusal({ step, own });
  if (unchecked !== undefined) return unchecked;
  if (!openConfirmations(step, own).includes(role)) return refuse(`${role} has confirmed already`);
  return accept({ type: 'step.confirmed', step: step.id, role, by, level: 'word' });
}

export function decideVote(situation: StepSituation, command: Extract<Command, { type: 'vote' }>): Decision {
  const { step, own } = situation;
  if (!step.decision) return refuse('no decision is taken here');
  if (!step.poll.includes(command.role)) return refuse(`${command.role} is not asked at this decision`);
  if (own.attempts.length === 0) return refuse('it has not started');
  if (own.status === 'done' || own.status === 'skipped') return refuse(`it is ${own.status}`);
  if (!openVotes(step, own).includes(command.role)) return refuse(`${command.role} has voted already`);
  return command.verdict === 'go' ? decideGo(situation, command) : decideNoGo(situation, command);
}

type Vote = Extract<Command, { type: 'vote' }>;

function decideGo({ step, own }: StepSituation, command: Vote): Decision {
  const unchecked = uncheckedRefusal({ step, own });
  if (unchecked !== undefined) return unchecked;
  const { role, by } = command;
  return accept({ type: 'vote.cast', step: step.id, role, verdict: 'go', by, level: 'word' });
}

/** A no-go is the decision: where a fallback can be called, the vote calls it. */
function decideNoGo({ state, step, now }: StepSituation, command: Vote): Decision {
  if (isBlank(command.reason)) return needsReason('a no-go needs a reason');
  const reason = command.reason?.trim() ?? '';
  const { role, by } = command;
  const vote: RunEvent = { type: 'vote.cast', step: step.id, role, verdict: 'no-go', by, level: 'word' };
  if (step.timeline === 'fallback' || fallbackRefusal(state, now) !== undefined) return accept(vote);
  const called = callFallback(state, { reason, by, step: step.id, changes: command.changes });
  return called.type === 'refused' ? called : accept(vote, ...called.events);
}

/** Signing comes after the work and the checklist. */
function uncheckedRefusal({ step, own }: Pick<StepSituation, 'step' | 'own'>): Decision | undefined {
  if (own.status === 'done' || own.status === 'skipped') return refuse(`it is ${own.status}`);
  if (!workEndedWell(own)) return refuse('its work has not ended well');
  const failed = failedItems(step, own);
  if (failed.length > 0) return refuse(`${items(failed)} failed: answer again, or go back`);
  const open = openItems(step, own);
  if (open.length > 0)
    return refuse(`${items(open)} of the checklist ${open.length === 1 ? 'is' : 'are'} open`);
  return undefined;
}

function items(numbers: readonly number[]): string {
  return `${numbers.length === 1 ? 'item' : 'items'} ${numbers.join(', ')}`;
}
