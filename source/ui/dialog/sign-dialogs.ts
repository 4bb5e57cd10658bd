import { fallbackRefusal } from '../../run/decide-run.ts';
import { openConfirmations, openVotes } from '../../run/status.ts';
import { nameOf, roleLabel, rolePerson } from '../../run/words.ts';
import type { Asker, StepAsker } from './asker.ts';
import type { DialogSpec, Stage } from './dialog.ts';
import { fallbackBody, fallbackStage } from './run-dialogs.ts';
import { reasonStage, sending, stepWord } from './step-dialogs.ts';

/** Open confirmations that may be given at this keyboard. */
export function ownConfirmations({ identity, step, own }: StepAsker): readonly string[] {
  return openConfirmations(step, own).filter((role) => identity.roles.includes(role));
}

/** Open votes that may be cast at this keyboard. */
export function ownVotes({ identity, step, own }: StepAsker): readonly string[] {
  return openVotes(step, own).filter((role) => identity.roles.includes(role));
}

/** The role's own word confirms; for a critical step, the step's word after it. */
export function confirmDialog(asker: StepAsker): DialogSpec {
  const { state, identity, step, own } = asker;
  const mine = ownConfirmations(asker);
  const others = openConfirmations(step, own).filter((role) => !mine.includes(role));
  return {
    title: `Confirm: ${nameOf(step)}`,
    danger: step.critical,
    step: step.id,
    body: () => [
      `You say that it is done and right, as ${mine.map((role) => roleLabel(state, role)).join(' or ')}.`,
      ...alsoAsked(asker, others),
    ],
    next: ([role, word]) => {
      if (role === undefined) return roleStage(mine);
      if (step.critical && word === undefined) return stepWord(step.id);
      return sending({ type: 'confirm', step: step.id, role, by: identity.person });
    },
  };
}

/** Go or no-go of one role; a no-go that goes back takes the words of going back. */
export function voteDialog(asker: StepAsker): DialogSpec {
  const { identity, state, step, own } = asker;
  const mine = ownVotes(asker);
  const others = openVotes(step, own).filter((role) => !mine.includes(role));
  const goesBack = (now: Asker): boolean =>
    step.timeline !== 'fallback' && fallbackRefusal(now.state, now.now) === undefined;
  return {
    title: `Go or no-go: ${nameOf(step)}`,
    danger: true,
    step: step.id,
    body: (now) => [
      mine.length === 1
        ? `You decide as ${rolePerson(state, mine[0] ?? '')}.`
        : `You decide as one of: ${mine.map((role) => rolePerson(state, role)).join(', ')}.`,
      ...(goesBack(now)
        ? ['A no-go calls the fallback at once.', ...fallbackBody(now)]
        : ['A no-go leaves this step failed.']),
      ...alsoAsked(asker, others),
    ],
    next: (answers, now) => {
      const chosen = mine.length === 1 ? [mine[0], ...answers] : answers;
      const [role, verdict, reason, word] = chosen;
      if (role === undefined) return roleStage(mine);
      if (verdict === undefined) return verdictStage;
      const by = identity.person;
      if (verdict === 'go') return sending({ type: 'vote', step: step.id, role, verdict, by });
      if (reason === undefined) return reasonStage('Why no-go?');
      if (goesBack(now) && word === undefined) return fallbackStage;
      return sending({ type: 'vote', step: step.id, role, verdict: 'no-go', reason, by });
    },
  };
}

const verdictStage: Stage = { type: 'word', ask: 'Type go or no-go', words: ['go', 'no-go'] };

function roleStage(roles: readonly string[]): Stage {
  return { type: 'word', ask: `Type ${roles.join(' or ')}`, words: roles };
}

function alsoAsked({ state }: StepAsker, others: readonly string[]): readonly string[] {
  if (others.length === 0) return [];
  return [`Also asked, at their own keyboard: ${others.map((role) => rolePerson(state, role)).join(', ')}.`];
}
