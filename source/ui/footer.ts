import { unsettledSteps } from '../run/select.ts';
import { openConfirmations, openVotes } from '../run/status.ts';
import { stepState } from '../run/timing.ts';
import { actLabel, openingFor, type Situation } from './commands.ts';
import { aboutStep } from './dialog/asker.ts';
import type { Dialog } from './dialog/dialog.ts';
import { type KeyBinding, type KeyContext, keymap } from './keymap.ts';
import { fitRow, type Line, span, widthOf } from './line.ts';
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
  const listed = keymap[context].filter((binding) => binding.weight > 0 && isRelevant(facts, binding));
  const entries = listed.map((binding) => ({ binding, line: entryOf(facts, binding) }));
  const taken = new Set<KeyBinding>();
  let room = width - 1;
  const weightOf = ({ intent, weight }: KeyBinding): number =>
    intent === 'end' && context === 'run' && unsettledSteps(facts.situation.state).length === 0
      ? mostWeight
      : weight;
  for (const { binding, line } of [...entries].sort((a, b) => weightOf(b.binding) - weightOf(a.binding))) {
    if (widthOf(line) > room) continue;
    room -= widthOf(line);
    taken.add(binding);
  }
  const shown = entries.filter(({ binding }) => taken.has(binding));
  return fitRow([span(' '), ...shown.flatMap(({ line }) => line)], width);
}

function dialogKeys({ stage }: Dialog): Line {
  const close: Line = [span('esc', 'strong'), span(' close')];
  switch (stage.type) {
    case 'key':
      return [span(` ${stage.keys.join(' ')}`, 'strong'), span(' yes  '), ...close];
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
  if (context !== 'run' || step === undefined) return true;
  const own = stepState(state, step.id);
  switch (intent) {
    case 'pass':
    case 'fail':
    case 'not-applicable':
    case 'choose-item':
      return step.checklist.length > 0;
    case 'settle':
      return own.status === 'unknown';
    case 'retry':
      return own.status === 'failed';
    case 'stop':
    case 'zoom':
    case 'next-target':
      return step.actions.length > 0;
    case 'sign':
      return openConfirmations(step, own).length + openVotes(step, own).length > 0;
    default:
      return true;
  }
}

function entryOf({ context, situation }: FooterFacts, { intent, shown, label }: KeyBinding): Line {
  const named =
    intent === 'act' && situation.step !== undefined ? actLabel(aboutStep(situation, situation.step)) : label;
  const usable = context !== 'run' || openingFor(intent, situation)?.type !== 'refused';
  if (!usable) return [span(`${shown} ${named}  `, 'dim')];
  if (intent === 'fallback') return [span(`${shown} ${named}  `, 'bad')];
  return [span(shown, 'strong'), span(` ${named}  `)];
}

const mostWeight = 101;
