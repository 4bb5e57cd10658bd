import { allActionsOf } from '../plan/plan.ts';
import { hasFallback } from '../plan/schedule.ts';
import { isActive, unsettledSteps } from '../run/select.ts';
import { openConfirmations, openVotes } from '../run/status.ts';
import { stepState } from '../run/timing.ts';
import { actLabel, openingFor, type Situation } from './commands.ts';
import { aboutStep } from './dialog/asker.ts';
import type { Dialog } from './dialog/dialog.ts';
import { stepHosts } from './dialog/host-dialogs.ts';
import type { Intent } from './intent.ts';
import { keyContexts } from './key-contexts.ts';
import { bindingsOf, type KeyBinding, type KeyContext } from './keymap.ts';
import { fitRow, type Line, span, widthOf } from './line.ts';
import { promptKeys } from './prompt.ts';
import type { View } from './view.ts';

export type FooterFacts = {
  readonly context: KeyContext;
  readonly situation: Situation;
  readonly view: View;
  readonly width: number;
};

/** The keys that matter now, as many as fit, the least important dropped first; what can't be used is dim. */
export function footerLine(facts: FooterFacts): Line {
  const { context, view, width } = facts;
  if (view.dialog !== undefined) return fitRow(dialogKeys(view.dialog), width);
  if (view.prompt !== undefined) return fitRow(promptKeys(view.prompt.kind), width);
  const contexts = context === 'run' || context === 'replay' ? keyContexts(view, context) : [context];
  const listed = bindingsOf(contexts).filter((binding) => binding.weight > 0 && isRelevant(facts, binding));
  const entries = listed.map((binding) => ({ binding, line: entryOf(facts, binding) }));
  const taken = new Set<KeyBinding>();
  let room = width - 1;
  const weightOf = (binding: KeyBinding): number =>
    (context === 'run' ? weightNow(facts.situation, binding.intent) : undefined) ?? binding.weight;
  for (const { binding, line } of [...entries].sort((a, b) => weightOf(b.binding) - weightOf(a.binding))) {
    if (widthOf(line) > room) continue;
    room -= widthOf(line);
    taken.add(binding);
  }
  const shown = entries.filter(({ binding }) => taken.has(binding));
  return fitRow([span(' '), ...shown.flatMap(({ line }) => line)], width);
}

/** The keys of an open question. */
export function dialogKeys({ stage }: Dialog): Line {
  const close: Line = [span('esc', 'strong'), span(' close')];
  switch (stage.type) {
    case 'any':
      return [span(' any key', 'strong'), span(' closes')];
    case 'key':
      return [span(` ${stage.keys.join(' ')}`, 'strong'), span(' yes  '), ...close];
    case 'choice': {
      const keys = stage.choices.filter(({ refused }) => refused === undefined).map(({ key }) => key);
      return [span(` ${keys.join(' ')}`, 'strong'), span(' choose  '), ...close];
    }
    case 'word':
      return [span(' the word, then '), span('enter', 'strong'), span('  '), ...close];
    case 'text':
      return [span(' your words, then '), span('enter', 'strong'), span('  '), ...close];
  }
}

/** A key that has no meaning for the step at all would only crowd the line. */
function isRelevant({ context, situation, view }: FooterFacts, { intent }: KeyBinding): boolean {
  const { state, step } = situation;
  if (intent === 'follow') return view.top !== undefined;
  if (intent === 'current') return view.selected !== undefined;
  if (context !== 'run') return true;
  if (situation.state.ended !== undefined && openingFor(intent, situation)?.type === 'refused') return false;
  if (intent === 'fallback') return canStillFallBack(state);
  if (step === undefined) return true;
  const own = stepState(state, step.id);
  switch (intent) {
    case 'pass':
    case 'fail':
    case 'not-applicable':
    case 'choose-item':
      return step.checklist.length > 0;
    case 'ask':
      return step.checklist.some(({ check }) => check !== undefined);
    case 'settle':
      return own.status === 'unknown';
    case 'recycle':
      return own.status !== 'waiting' && isActive(state, step.timeline);
    case 'retry':
      return own.status === 'failed';
    case 'act':
      // `r`, or `e`, does the same, and says so.
      return (
        own.status !== 'running' && !['retry', 'end'].includes(actLabel(aboutStep(situation, step)) ?? '')
      );
    case 'skip':
      return !step.required && !step.decision && own.status !== 'running';
    case 'by-hand':
    case 'edit':
      return step.actions.length > 0 && (own.status === 'failed' || own.status === 'waiting');
    case 'host':
      return stepHosts(step).length > 0;
    case 'log-mode':
      return stepHosts(step).length > 1;
    case 'stop':
      return own.status === 'running';
    case 'search':
    case 'filter':
    case 'error':
    case 'pager':
    case 'copy':
    case 'zoom':
    case 'split':
    case 'shell':
    case 'next-target':
      return allActionsOf(step).length > 0;
    case 'sign':
      return openConfirmations(step, own).length + openVotes(step, own).length > 0;
    default:
      return true;
  }
}

/** Before S the key is dim; where there is nothing to go back to, or no more, it is gone. */
function canStillFallBack({ plan, fallback, ended }: Situation['state']): boolean {
  return hasFallback(plan) && fallback === undefined && ended === undefined;
}

/** What matters more than usual as things are. */
function weightNow({ state, step }: Situation, intent: Intent): number | undefined {
  if (intent === 'end') return unsettledSteps(state).length === 0 ? mostWeight : undefined;
  if (intent === 'hold') return state.held === undefined ? undefined : mostWeight;
  const status = step === undefined ? undefined : stepState(state, step.id).status;
  if (intent === 'recycle') return status === 'done' || status === 'skipped' ? settledWeight : undefined;
  if (intent === 'stop') return status === 'running' ? mostWeight : undefined;
  return status === 'failed' ? failedWeights[intent] : undefined;
}

function entryOf({ context, situation }: FooterFacts, { intent, shown, label }: KeyBinding): Line {
  const named = labelOf(situation, intent) ?? label;
  const usable = context !== 'run' || openingFor(intent, situation)?.type !== 'refused';
  if (!usable) return [span(`${shown} ${named}  `, 'dim')];
  if (intent === 'fallback') return [span(`${shown} ${named}  `, 'bad')];
  return [span(shown, 'strong'), span(` ${named}  `)];
}

/** What the key does now, where that is not always the same. */
function labelOf(situation: Situation, intent: Intent): string | undefined {
  const { state, step } = situation;
  if (intent === 'act' && step !== undefined) return actLabel(aboutStep(situation, step));
  return intent === 'hold' && state.held !== undefined ? 'release' : undefined;
}

const mostWeight = 101;
const settledWeight = 74;
const failedWeights: Partial<Readonly<Record<Intent, number>>> = {
  retry: 99,
  edit: 74,
  'by-hand': 73,
  host: 72,
  error: 71,
};
