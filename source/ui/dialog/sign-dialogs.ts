import type { Step } from '../../plan/plan.ts';
import { absorbsSlip } from '../../plan/plan.ts';
import { formatTime } from '../../plan/zone.ts';
import { fallbackRefusal } from '../../run/decide-fallback.ts';
import { minuteWords } from '../../run/prospect-words.ts';
import { scopeOf } from '../../run/scope.ts';
import { openConfirmations, openVotes } from '../../run/status.ts';
import { holdEnd } from '../../run/timing.ts';
import { nameOf, roleLabel, rolePerson } from '../../run/words.ts';
import { scopeBody } from '../words/scope-lines.ts';
import { type Asker, aboutStep, type StepAsker } from './asker.ts';
import type { DialogSpec, Stage } from './dialog.ts';
import { noGoDialog } from './fallback-dialogs.ts';
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
  const labels = mine.map((role) => roleLabel(state, role)).join(' or ');
  return {
    title: absorbsSlip(step) ? `Go on after: ${nameOf(step)}` : `Confirm: ${nameOf(step)}`,
    danger: step.critical,
    step: step.id,
    body: (now) => [
      absorbsSlip(step)
        ? `You end this built-in hold, as ${labels}${untilWords(now, step)}.`
        : `You say that it is done and right, as ${labels}.`,
      ...alsoAsked(asker, others),
    ],
    next: ([role, word]) => {
      if (role === undefined) return roleStage(mine);
      if (step.critical && word === undefined) return stepWord(step.id);
      return sending({ type: 'confirm', step: step.id, role, by: identity.person });
    },
  };
}

/** `, 3m before it ends as planned (05:40)` */
function untilWords({ state, now }: Asker, step: Step): string {
  const end = holdEnd(state, step, now);
  if (end === undefined) return '';
  const planned = `it ends as planned (${formatTime(end, state.schedule.zone)})`;
  return end > now
    ? `, ${minuteWords(end - now)} before ${planned}`
    : `, ${minuteWords(now - end)} after ${planned}`;
}

/** Go or no-go of one role; a no-go that goes back asks what going back asks. */
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
        ? ['A no-go calls the fallback at once.', ...scopeBody(scopeOf(now), now.state, now.now)]
        : ['A no-go leaves this step failed.']),
      ...alsoAsked(asker, others),
    ],
    next: (answers, now) => {
      const chosen = mine.length === 1 ? [mine[0], ...answers] : answers;
      const [role, verdict, reason] = chosen;
      if (role === undefined) return roleStage(mine);
      if (verdict === undefined) return verdictStage;
      const by = identity.person;
      if (verdict === 'go') return sending({ type: 'vote', step: step.id, role, verdict, by });
      if (goesBack(now)) return { type: 'turn', spec: noGoDialog(aboutStep(now, step), role) };
      if (reason === undefined) return reasonStage('Why no-go?');
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
