import { hasFallback } from '../plan/schedule.ts';
import type { Command, Decision, ScopeChange } from './command.ts';
import type { RunEvent } from './event.ts';
import { accept, isBlank, needsReason, refuse } from './refusal.ts';
import type { RunState } from './state.ts';
import { neededSteps } from './way-back.ts';
import { nameOf } from './words.ts';

/** Why the fallback can't be called now; undefined: it can. */
export function fallbackRefusal(state: RunState, now: number): Decision | undefined {
  if (state.ended !== undefined) return refuse('the run has ended');
  if (state.fallback !== undefined) return refuse('the fallback was called already');
  if (!hasFallback(state.plan)) return refuse('this plan has no fallback');
  if (now < state.schedule.start)
    return refuse('the fallback can be called from S on; before it, end the run');
  return undefined;
}

type Call = Pick<Extract<Command, { type: 'fallback' }>, 'reason' | 'by' | 'changes'> & {
  /** The decision step whose no-go calls it. */
  readonly step: string | undefined;
};

/** Calls it, and skips what is not needed of it; a person's changes of that go before. */
export function callFallback(state: RunState, { reason, by, step, changes = [] }: Call): Decision {
  const needs = neededSteps(state);
  for (const change of changes) {
    const need = needs.find((each) => each.step.id === change.step);
    if (need === undefined) return refuse(`no step ${change.step} in the fallback`, 'invalid');
    if (isBlank(change.reason))
      return needsReason(`changing whether ${nameOf(need.step)} is needed needs a reason`);
    if (need.step.required && !change.needed) return refuse(`${nameOf(need.step)} is required`);
  }
  const events = needs.flatMap((need): readonly RunEvent[] => {
    const change = changes.find((each) => each.step === need.step.id);
    return scoped(need, change, by);
  });
  return accept({ type: 'fallback.called', reason: reason.trim(), by, step }, ...events);
}

function scoped(
  { step, needed, why }: ReturnType<typeof neededSteps>[number],
  change: ScopeChange | undefined,
  by: string,
): readonly RunEvent[] {
  if (change === undefined || change.needed === needed) {
    return needed ? [] : [{ type: 'step.skipped', step: step.id, reason: `not needed: ${why}`, by }];
  }
  const reason = change.reason.trim();
  return change.needed
    ? [{ type: 'note.added', step: step.id, text: `to be done although not needed (${why}): ${reason}`, by }]
    : [{ type: 'step.skipped', step: step.id, reason, by }];
}
