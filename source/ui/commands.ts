import type { Step } from '../plan/plan.ts';
import type { Command, Refusal } from '../run/command.ts';
import { decide } from '../run/decide.ts';
import { fallbackRefusal } from '../run/decide-run.ts';
import type { ItemAnswer } from '../run/event.ts';
import { reduce } from '../run/reduce.ts';
import { isSettled, unsettledSteps } from '../run/select.ts';
import { failedItems, openConfirmations, openItems, openVotes, workEndedWell } from '../run/status.ts';
import { rolePerson } from '../run/words.ts';
import { notYourRole } from '../session/authority.ts';
import { type Asker, aboutStep, type StepAsker } from './dialog/asker.ts';
import type { DialogSpec } from './dialog/dialog.ts';
import { endDialog, fallbackDialog } from './dialog/run-dialogs.ts';
import { confirmDialog, ownConfirmations, ownVotes, voteDialog } from './dialog/sign-dialogs.ts';
import {
  answerDialog,
  noteDialog,
  settleDialog,
  skipDialog,
  startDialog,
  stopDialog,
} from './dialog/step-dialogs.ts';
import type { Intent } from './keymap.ts';

/** What a command key does now. `decide` is asked, so that a dim key and a refusal say the same. */
export type Opening =
  | { readonly type: 'dialog'; readonly spec: DialogSpec }
  | { readonly type: 'send'; readonly command: Command }
  /** To be answered first; `item` is the one to look at. */
  | { readonly type: 'checklist'; readonly item: number | undefined; readonly text: string }
  | { readonly type: 'refused'; readonly reason: string };

export type Situation = Asker & {
  /** The step on the screen; undefined in a plan without steps. */
  readonly step: Step | undefined;
  /** Number of the marked checklist item. */
  readonly item: number;
};

/** Undefined: not a key that commands. */
export function openingFor(intent: Intent, situation: Situation): Opening | undefined {
  if (!commanding.has(intent)) return undefined;
  if (intent === 'fallback') {
    return opened(situation, { type: 'fallback', reason: '-', by: '-' }, () => fallbackDialog(situation));
  }
  if (intent === 'end') return opened(situation, { type: 'end', by: '-' }, () => endDialog(situation));
  if (
    intent === 'act' &&
    situation.state.ended === undefined &&
    unsettledSteps(situation.state).length === 0
  ) {
    return openingFor('end', situation);
  }
  if (situation.step === undefined) return refused('there is no step');
  return stepOpening(intent, aboutStep(situation, situation.step), situation.item);
}

/** What Enter would do to the step, in one word. */
export function actLabel(asker: StepAsker): string {
  const { state, step, own } = asker;
  if (unsettledSteps(state).length === 0) return 'end';
  if (own.status === 'failed') return workEndedWell(own) ? 'check' : 'retry';
  if (own.status === 'unknown') return 'settle';
  if (own.status !== 'checking') return 'start';
  if (openItems(step, own).length > 0) return 'check';
  return openVotes(step, own).length > 0 ? 'vote' : 'confirm';
}

function stepOpening(intent: Intent, asker: StepAsker, item: number): Opening {
  const { step, own } = asker;
  switch (intent) {
    case 'act':
      return act(asker, item);
    case 'retry':
      if (own.status !== 'failed') return refused('only a failed step is tried again');
      return opened(asker, { type: 'start', step: step.id, by: '-' }, () => startDialog(asker));
    case 'skip':
      return opened(asker, { type: 'skip', step: step.id, reason: '-', by: '-' }, () => skipDialog(asker));
    case 'stop':
      return opened(asker, { type: 'stop', step: step.id, by: '-' }, () => stopDialog(asker));
    case 'settle': {
      if (own.attempts.length === 0) return refused('it has not started');
      const command = { type: 'settle', step: step.id, outcome: 'failed', reason: '-', by: '-' } as const;
      return opened(asker, command, () => settleDialog(asker));
    }
    case 'sign':
      return sign(asker);
    case 'note':
      return opened(asker, { type: 'note', step: step.id, text: '-', by: '-' }, () => noteDialog(asker));
    case 'pass':
      return answered(asker, item, 'passed');
    case 'fail':
      return answered(asker, item, 'failed');
    default:
      return answered(asker, item, 'not-applicable');
  }
}

function act(asker: StepAsker, item: number): Opening {
  const { step, own } = asker;
  if (own.status === 'unknown') return stepOpening('settle', asker, item);
  if (own.status === 'failed' && workEndedWell(own) && step.checklist.length > 0) return checklist(asker);
  if (own.status !== 'checking') {
    return opened(asker, { type: 'start', step: step.id, by: '-' }, () => startDialog(asker));
  }
  return openItems(step, own).length > 0 ? checklist(asker) : sign(asker);
}

function checklist({ state, now, step, own }: StepAsker): Opening {
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

function sign(asker: StepAsker): Opening {
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

/** One key is enough for an answer that can be changed; the one that settles the step is asked for. */
function answered(asker: StepAsker, item: number, answer: ItemAnswer): Opening {
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

function opened({ state, now }: Asker, probe: Command, spec: () => DialogSpec): Opening {
  const decision = decide(state, probe, now);
  if (decision.type === 'refused' && !canBeOvercome(decision.refusal)) {
    return refused(decision.refusal.message);
  }
  return { type: 'dialog', spec: spec() };
}

function canBeOvercome(refusal: Refusal): boolean {
  return refusal.code === 'needs-reason';
}

function refused(reason: string): Opening {
  return { type: 'refused', reason };
}

const commanding: ReadonlySet<Intent> = new Set([
  'act',
  'skip',
  'retry',
  'stop',
  'settle',
  'sign',
  'pass',
  'fail',
  'not-applicable',
  'note',
  'fallback',
  'end',
]);
