import type { ItemAnswer, Recorded, RunEvent } from '../../run/event.ts';
import { findStep } from '../../run/select.ts';
import type { RunState } from '../../run/state.ts';
import { answerWords, foldTargets, outcomeWords, rolePerson } from '../../run/words.ts';
import { describeResult } from '../../session/attempt-outcome.ts';
import { nameById } from './words.ts';

/** One event as one line for people, without its time; undefined where nobody needs to hear of it. */
export function narrate({ event }: Recorded, state: RunState): string | undefined {
  switch (event.type) {
    case 'run.created':
    case 'session.opened':
    case 'session.closed':
      return undefined;
    case 'note.added':
      return `note by ${event.by}${event.step === undefined ? '' : ` on ${event.step}`}: ${event.text}`;
    case 'fallback.called':
      return `FALLBACK called by ${event.by}: ${event.reason}. D is now.`;
    case 'run.ended':
      return `the run has ended: ${outcomeWords[event.outcome]}${event.reason === undefined ? '' : ` (${event.reason})`}`;
    default: {
      const text = sayOfStep(event, state);
      return text === undefined ? undefined : `${nameById(state, event.step)}: ${text}`;
    }
  }
}

type StepEvent = Exclude<
  RunEvent,
  {
    type:
      | 'run.created'
      | 'session.opened'
      | 'session.closed'
      | 'note.added'
      | 'fallback.called'
      | 'run.ended';
  }
>;

function sayOfStep(event: StepEvent, state: RunState): string | undefined {
  switch (event.type) {
    case 'step.started':
      return sayStarted(event);
    case 'action.started': {
      const actions = findStep(state, event.step)?.actions ?? [];
      const kind = actions[event.action]?.kind ?? 'action';
      const which = actions.length > 1 ? ` (action ${event.action + 1} of ${actions.length})` : '';
      return `${kind} runs on ${foldTargets(event.targets)}${which}`;
    }
    case 'target.finished':
      return `${event.target}: ${describeResult(event.result)}`;
    case 'stop.requested':
      return `${event.by} asks to stop it`;
    case 'attempt.finished':
      return sayFinished(event, state);
    case 'attempt.settled':
      return `settled as ${event.outcome} by ${event.by}: ${event.reason}`;
    case 'step.skipped':
      return `skipped by ${event.by}: ${event.reason}`;
    case 'item.answered':
      return sayAnswer(event, state);
    case 'step.confirmed':
      return `confirmed by ${rolePerson(state, event.role)}${byOther(event.by, state, event.role)}`;
    case 'vote.cast':
      return `${rolePerson(state, event.role)} says ${event.verdict.toUpperCase()}${byOther(event.by, state, event.role)}`;
  }
}

function sayStarted({ by, attempt, reason, missing }: Extract<RunEvent, { type: 'step.started' }>): string {
  const again = attempt > 1 ? `, attempt ${attempt}` : '';
  const although = missing.length > 0 ? `, although ${missing.join(' and ')}` : '';
  return `started by ${by}${again}${although}${reason === undefined ? '' : `; reason: ${reason}`}`;
}

/** The work of a step without actions is people's: that it has ended goes without saying. */
function sayFinished(
  { step, outcome, detail }: Extract<RunEvent, { type: 'attempt.finished' }>,
  state: RunState,
): string | undefined {
  if (findStep(state, step)?.actions.length === 0) {
    return undefined;
  }
  const word = outcome === 'succeeded' ? 'the work has ended well' : outcome.toUpperCase();
  return detail === '' ? word : `${word}, ${detail}`;
}

function sayAnswer(event: Extract<RunEvent, { type: 'item.answered' }>, state: RunState): string {
  const item = findStep(state, event.step)?.checklist.find(({ number }) => number === event.item);
  const note = event.note === undefined ? '' : `; ${event.note}`;
  return `item ${event.item} ${loud(event.answer)} by ${event.by}: ${item?.text ?? ''}${note}`;
}

function loud(answer: ItemAnswer): string {
  return answer === 'failed' ? answerWords.failed.toUpperCase() : answerWords[answer];
}

/** Who signed, where that is not the role's own person. */
function byOther(by: string, state: RunState, role: string): string {
  const person = state.plan.roles.find(({ id }) => id === role)?.person;
  return person === by ? '' : `, at the keyboard of ${by}`;
}
