import type { Command } from '../../run/command.ts';
import { decide } from '../../run/decide.ts';
import { fallbackRefusal } from '../../run/decide-fallback.ts';
import type { ItemAnswer } from '../../run/facts.ts';
import { reduce } from '../../run/reduce.ts';
import { isSettled } from '../../run/select.ts';
import { failedItems, openConfirmations, openItems, openVotes } from '../../run/status.ts';
import { rolePerson } from '../../run/words.ts';
import { notYourRole } from '../../session/authority.ts';
import type { StepAsker } from './asker.ts';
import { type Opening, opened, refused } from './opening.ts';
import { confirmDialog, ownConfirmations, ownVotes, voteDialog } from './sign-dialogs.ts';
import { answerDialog } from './step-dialogs.ts';

/** What is to be answered first, or again. */
export function checklist({ state, now, step, own }: StepAsker): Opening {
  const [failed] = failedItems(step, own);
  if (openItems(step, own).length > 0 || failed === undefined) {
    return {
      type: 'checklist',
      item: undefined,
      text: 'answer the checklist: p passed, x failed, - not applicable',
    };
  }
  const back = fallbackRefusal(state, now) === undefined ? ' or fall back (f)' : '';
  return { type: 'checklist', item: failed, text: `item ${failed} failed: answer it again (p, x)${back}` };
}

/** A confirmation or a vote, in a role of this keyboard. */
export function sign(asker: StepAsker): Opening {
  const { state, step, own } = asker;
  const [vote] = ownVotes(asker);
  if (vote !== undefined) {
    const command = {
      type: 'vote',
      step: step.id,
      role: vote,
      verdict: 'no-go',
      reason: '-',
      by: '-',
    } as const;
    return opened(asker, command, () => voteDialog(asker));
  }
  const [role] = ownConfirmations(asker);
  if (role !== undefined) {
    return opened(asker, { type: 'confirm', step: step.id, role, by: '-' }, () => confirmDialog(asker));
  }
  const others = isSettled(state, step.id) ? [] : [...openVotes(step, own), ...openConfirmations(step, own)];
  if (others.length === 0) return refused('there is nothing to confirm here');
  const names = others.map((other) => rolePerson(state, other)).join(', ');
  return refused(`this waits for ${names}, not at this keyboard`);
}

/** A look that can be had again and again needs no question. */
export function asked({ state, now, step, identity }: StepAsker, item: number): Opening {
  if (step.checklist.length === 0) return refused('this step has no checklist');
  const command: Command = { type: 'check', step: step.id, item, by: identity.person };
  const decision = decide(state, command, now);
  return decision.type === 'refused' ? refused(decision.refusal.message) : { type: 'send', command };
}

/** One key is enough for an answer that can be changed; the one that settles the step is asked for. */
export function answered(asker: StepAsker, item: number, answer: ItemAnswer): Opening {
  const { state, identity, now, step, own } = asker;
  if (step.checklist.length === 0) return refused('this step has no checklist');
  const command: Command = { type: 'answer', step: step.id, item, answer, by: identity.person };
  const foreign = notYourRole(state, command, identity);
  if (foreign !== undefined) return refused(foreign.message);
  const decision = decide(state, command, now);
  if (decision.type === 'refused') return refused(decision.refusal.message);
  const after = decision.events.reduce(
    (folded, event) => reduce(folded, { seq: folded.version + 1, at: now, event }),
    state,
  );
  const reasoned = answer === 'failed' || own.answers[item]?.answer === 'failed';
  if (reasoned || (isSettled(after, step.id) && !isSettled(state, step.id))) {
    return { type: 'dialog', spec: answerDialog(asker, { item, answer }) };
  }
  return { type: 'send', command };
}
