import type { RunEvent } from '../run/event.ts';
import { checkWords } from '../run/item-check.ts';
import { findStep } from '../run/select.ts';
import type { Attempt, RunState } from '../run/state.ts';
import { openConfirmations, openItems, openVotes } from '../run/status.ts';
import { describeResult, isOk } from '../run/target-result.ts';
import { nameOf, rolePerson } from '../run/words.ts';
import { describeResults } from './attempt-outcome.ts';
import type { Told } from './since-kinds.ts';

export type StepEvent = Exclude<
  Extract<RunEvent, { readonly step: string }>,
  { type: 'note.added' | 'shell.opened' | 'shell.closed' | 'fallback.called' }
>;

/** What one event about a step is to somebody who was not there, as things are by now. */
export function tellOfStep(event: StepEvent, state: RunState): Told | undefined {
  const name = stepName(event.step, state);
  switch (event.type) {
    case 'action.started':
    case 'target.launched':
      return undefined;
    case 'step.started':
      return state.steps[event.step]?.status === 'running' && isLatest(event, state)
        ? { kind: 'started', text: `${name}: started by ${event.by}, still running${soFar(event, state)}` }
        : undefined;
    case 'target.finished':
      return failing(event, name, state);
    case 'attempt.finished':
      return finished(event, name, state);
    case 'step.done-by-hand':
      return { kind: 'changed', text: `${name}: done by hand, says ${event.by}: ${event.reason}` };
    case 'action.edited':
      return { kind: 'changed', text: `${name}: ${event.by} edited its command: ${event.reason}` };
    case 'stop.requested':
      return { kind: 'changed', text: `${name}: ${event.by} asked to stop it` };
    case 'attempt.settled':
      return {
        kind: 'changed',
        text: `${name}: settled as ${event.outcome} by ${event.by}: ${event.reason}`,
      };
    case 'attempt.reattached':
      return { kind: 'changed', text: `${name}: ${event.by} had it looked for once more` };
    case 'step.skipped':
      return { kind: 'skipped', text: `${name}: skipped by ${event.by}: ${event.reason}` };
    case 'item.answered':
      return answered(event, name, state);
    case 'check.started':
      return undefined;
    case 'check.finished':
      return checked(event, name);
    case 'step.confirmed':
      return { kind: 'signed', text: `${name}: confirmed by ${rolePerson(state, event.role)}` };
    case 'vote.cast': {
      const kind = event.verdict === 'no-go' ? 'no-go' : 'signed';
      return { kind, text: `${name}: ${rolePerson(state, event.role)} says ${event.verdict.toUpperCase()}` };
    }
    default: {
      const never: never = event;
      return never;
    }
  }
}

function checked(
  { item, results }: Extract<RunEvent, { readonly type: 'check.finished' }>,
  name: string,
): Told | undefined {
  if (results.every(({ result }) => isOk(result))) return undefined;
  return {
    kind: 'failed',
    text: `${name}: the check of item ${item} failed: ${checkWords(results).join('; ')}`,
  };
}

/** The step is done, and this event made it so. */
export function settled(event: RunEvent, at: number, state: RunState): Told | undefined {
  if (!('step' in event) || event.step === undefined) return undefined;
  const own = state.steps[event.step];
  if (own?.status !== 'done' || own.settledAt !== at) return undefined;
  const { targets = {} } = own.attempts.at(-1) ?? {};
  const tally = tallyOf(targets);
  const text = `${stepName(event.step, state)}: done${tally === '' ? '' : `, ${tally}`}`;
  return { kind: 'done', text, once: `${event.step} done` };
}

type OfAttempt = { readonly step: string; readonly attempt: number };

function finished(
  event: Extract<RunEvent, { type: 'attempt.finished' }>,
  name: string,
  state: RunState,
): Told | undefined {
  const { step, outcome, detail } = event;
  if (outcome === 'succeeded') {
    const waits = state.steps[step]?.status === 'checking' && isLatest(event, state);
    return waits ? { kind: 'to-check', text: `${name}: waits for ${openWords(step, state)}` } : undefined;
  }
  const word = outcome === 'stopped' ? 'stopped' : outcome.toUpperCase();
  const ok = okWords(attemptOf(event, state)?.targets ?? {});
  const text = `${name}: ${[word, detail, ok].filter((part) => part !== '').join(', ')}`;
  return { kind: outcome === 'unknown' ? 'unknown' : 'failed', text, once: `${step} ${event.attempt} ended` };
}

/** A target has failed while others go on; once the attempt has ended, that says it all. */
function failing(
  event: Extract<RunEvent, { type: 'target.finished' }>,
  name: string,
  state: RunState,
): Told | undefined {
  const attempt = attemptOf(event, state);
  if (isOk(event.result) || attempt === undefined || attempt.outcome !== undefined) return undefined;
  const result = describeResult(event.result);
  const many = Object.keys(attempt.targets).length > 1;
  const text = many ? tallyOf(attempt.targets) : `${event.target}: ${result}`;
  return {
    kind: 'failed',
    text: `${name}: still running, ${text}`,
    once: `${event.step} ${event.attempt} ended`,
  };
}

function answered(
  event: Extract<RunEvent, { type: 'item.answered' }>,
  name: string,
  state: RunState,
): Told | undefined {
  const { step, item, answer, note, by } = event;
  if (answer === 'failed') {
    return { kind: 'failed', text: `${name}: item ${item} failed, says ${by}: ${note ?? 'without a word'}` };
  }
  const count = Object.keys(state.steps[step]?.answers ?? {}).length;
  const all = findStep(state, step)?.checklist.length ?? count;
  const text = `${name}: ${count} of ${all} items answered, last by ${by}`;
  return count === 0 ? undefined : { kind: 'signed', text, once: `${step} items` };
}

/** What people still have to do, as the step's own words: `2 items, QC (Sandra)`. */
function openWords(id: string, state: RunState): string {
  const step = findStep(state, id);
  const own = state.steps[id];
  if (step === undefined || own === undefined) return 'people';
  const items = openItems(step, own).length;
  const roles = [...new Set([...openVotes(step, own), ...openConfirmations(step, own)])];
  const words = items === 0 ? [] : [items === 1 ? '1 item' : `${items} items`];
  return [...words, ...roles.map((role) => rolePerson(state, role))].join(', ');
}

function soFar(event: OfAttempt, state: RunState): string {
  const tally = tallyOf(attemptOf(event, state)?.targets ?? {});
  return tally === '' ? '' : `, ${tally}`;
}

/** `5 of 6 ok, sakaiprod4: exit 1`; nothing of a single target. */
function tallyOf(targets: Attempt['targets']): string {
  const results = Object.entries(targets).flatMap(([target, result]) =>
    result === undefined || isOk(result) ? [] : [[target, result] as const],
  );
  const ok = okWords(targets);
  const bad = describeResults(Object.fromEntries(results));
  return ok === '' ? '' : [ok, bad].filter((part) => part !== '').join(', ');
}

function okWords(targets: Attempt['targets']): string {
  const results = Object.values(targets);
  return results.length < 2 ? '' : `${results.filter(isOk).length} of ${results.length} ok`;
}

function isLatest({ step, attempt }: OfAttempt, state: RunState): boolean {
  return state.steps[step]?.attempts.at(-1)?.number === attempt;
}

function attemptOf({ step, attempt }: OfAttempt, state: RunState): Attempt | undefined {
  const own = state.steps[step];
  return [...(own?.earlier ?? []), ...(own?.attempts ?? [])].find(({ number }) => number === attempt);
}

export function stepName(id: string, state: RunState): string {
  const step = findStep(state, id);
  return step === undefined ? id : nameOf(step);
}
