import { formatDuration } from '../../plan/duration.ts';
import { formatTimeOfDay } from '../../plan/zone.ts';
import type { Recorded, RunEvent } from '../../run/event.ts';
import type { ItemAnswer } from '../../run/facts.ts';
import { checkWords } from '../../run/item-check.ts';
import { findStep } from '../../run/select.ts';
import type { RunState } from '../../run/state.ts';
import { describeResult, isOk } from '../../run/target-result.ts';
import { answerWords, foldTargets, outcomeWords, rolePerson } from '../../run/words.ts';
import { holdClockWords, releasedWords } from '../words/hold-words.ts';
import { nameById } from './words.ts';

/** One event as one line for people, without its time; undefined where nobody needs to hear of it. */
export function narrate({ at, event }: Recorded, state: RunState): string | undefined {
  switch (event.type) {
    case 'run.created':
    case 'session.opened':
    case 'session.closed':
    case 'record.signed':
      return undefined;
    case 'note.added':
      return `note by ${event.by}${aboutStep(event.step)}: ${event.text}`;
    case 'fallback.called':
      return `FALLBACK called by ${event.by}: ${event.reason}. D is now.`;
    case 'run.ended':
      return `the run has ended: ${outcomeWords[event.outcome]}${event.reason === undefined ? '' : ` (${event.reason})`}`;
    case 'host.excluded':
      return `${event.host} is left out from now on, by ${event.by}: ${event.reason}`;
    case 'host.included':
      return `${event.host} is taken in again by ${event.by}: ${event.reason}`;
    case 'hold.called':
      return `HELD by ${event.by}: ${event.reason}. Nothing starts until it is released. ${holdClockWords(state, at)}`;
    case 'hold.released':
      return `the hold is released by ${event.by}. ${releasedWords(state, at)}`;
    case 'run.recycled':
      return `BACK TO ${nameById(state, event.to)}, by ${event.by}: ${event.reason}. Anew: ${event.steps.join(', ')}.`;
    case 'shell.opened':
      return `${event.by} opens a shell on ${event.host}${event.step === undefined ? '' : ` for ${event.step}`}; what is done there is not recorded`;
    case 'shell.closed':
      return `the shell of ${event.by} on ${event.host} is closed after ${formatDuration(event.after)}`;
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
      | 'record.signed'
      | 'note.added'
      | 'fallback.called'
      | 'run.ended'
      | 'host.excluded'
      | 'host.included'
      | 'hold.called'
      | 'hold.released'
      | 'run.recycled'
      | 'shell.opened'
      | 'shell.closed';
  }
>;

function sayOfStep(event: StepEvent, state: RunState): string | undefined {
  switch (event.type) {
    case 'step.started':
      return sayStarted(event, findStep(state, event.step)?.actions.length ?? 0);
    case 'action.started': {
      const actions = findStep(state, event.step)?.actions ?? [];
      const kind = actions[event.action]?.kind ?? 'action';
      const which = actions.length > 1 ? ` (action ${event.action + 1} of ${actions.length})` : '';
      return `${kind} runs on ${foldTargets(event.targets)}${which}`;
    }
    case 'target.launched':
      return undefined;
    case 'target.finished':
      return `${event.target}: ${describeResult(event.result)}${endedBefore(event, state)}`;
    case 'step.done-by-hand':
      return `done by hand, says ${event.by}: ${event.reason}`;
    case 'action.edited':
      return `${event.by} edits ${actionName(event, state)} for this run: ${event.reason}`;
    case 'attempt.reattached':
      return `${event.by} looks for it once more`;
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
    case 'check.started':
      return `the check of item ${event.item} runs on ${foldTargets(event.targets)}, asked for by ${event.by}`;
    case 'check.finished':
      return sayChecked(event);
    case 'step.confirmed':
      return `confirmed by ${rolePerson(state, event.role)}${byOther(event.by, state, event.role)}`;
    case 'vote.cast':
      return `${rolePerson(state, event.role)} says ${event.verdict.toUpperCase()}${byOther(event.by, state, event.role)}`;
  }
}

function sayStarted(event: Extract<RunEvent, { type: 'step.started' }>, count: number): string {
  const { by, attempt, reason, missing, from = 0, targets } = event;
  const part = [
    ...(from > 0 ? [`from action ${from + 1}`] : []),
    ...(targets === undefined ? [] : [`on ${foldTargets(targets)}`]),
  ];
  const nothing = count > 0 && from >= count;
  const only = nothing ? ', nothing was left to run' : part.length > 0 ? `, only ${part.join(' ')}` : '';
  const again = attempt > 1 ? `, attempt ${attempt}${only}` : '';
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

function sayChecked({ item, results }: Extract<RunEvent, { type: 'check.finished' }>): string {
  const word = results.every(({ result }) => isOk(result)) ? 'is well' : 'FAILED';
  return `the check of item ${item} ${word}: ${checkWords(results).join('; ')}`;
}

function loud(answer: ItemAnswer): string {
  return answer === 'failed' ? answerWords.failed.toUpperCase() : answerWords[answer];
}

/** Who signed, where that is not the role's own person. */
function byOther(by: string, state: RunState, role: string): string {
  const person = state.plan.roles.find(({ id }) => id === role)?.person;
  return person === by ? '' : `, at the keyboard of ${by}`;
}

/** When it really ended, where that was seen only later. */
function endedBefore({ endedAt }: Extract<RunEvent, { type: 'target.finished' }>, state: RunState): string {
  return endedAt === undefined ? '' : ` (it ended at ${formatTimeOfDay(endedAt, state.schedule.zone)})`;
}

function actionName({ step, action }: Extract<RunEvent, { type: 'action.edited' }>, state: RunState): string {
  const count = findStep(state, step)?.actions.length ?? 1;
  return count > 1 ? `action ${action + 1} of ${count}` : 'its command';
}

function aboutStep(step: string | undefined): string {
  return step === undefined ? '' : ` on ${step}`;
}
