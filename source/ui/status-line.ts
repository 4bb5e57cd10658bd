import { fallbackRefusal } from '../run/decide-run.ts';
import { nextStep, unsettledSteps } from '../run/select.ts';
import { failedItems, openItems } from '../run/status.ts';
import { loudOutcome, nameOf } from '../run/words.ts';
import { openingFor, type Situation } from './commands.ts';
import { aboutStep, type StepAsker } from './dialog/asker.ts';
import { twoPanes } from './layout.ts';
import { cutText, fitRow, type Line, span } from './line.ts';
import type { Message, View } from './view.ts';

/** The line above the footer: what the last key met with, else what is to be done. */
export function statusLine({
  situation,
  view,
  replay,
  width,
}: {
  readonly situation: Situation;
  readonly view: View;
  readonly replay: boolean;
  readonly width: number;
}): Line {
  const { tone, text } =
    view.message ?? (view.dialog === undefined ? hint({ situation, view, replay, width }) : nothing);
  return fitRow([span(text === '' ? '' : ` ${text}`, tone)], width);
}

const nothing = { tone: undefined, text: '' } as const;

type Hint = { readonly tone: Message['tone'] | 'accent' | 'dim'; readonly text: string };

function hint({ situation, view, replay, width }: Parameters<typeof statusLine>[0]): Hint {
  const { state, step } = situation;
  if (replay) return { tone: 'dim', text: '' };
  if (state.ended !== undefined) {
    return {
      tone: 'good',
      text: `The run has ended: ${loudOutcome(state.ended.outcome)}. q leaves the screen.`,
    };
  }
  if (unsettledSteps(state).length === 0) {
    return { tone: 'good', text: 'Everything is settled: press e to end the run.' };
  }
  const next = nextStep(state);
  if (step !== undefined && next !== undefined && step.id !== next.id && view.selected !== undefined) {
    return { tone: 'dim', text: `Staying here. Press . for ${nameOf(next)}` };
  }
  if (step === undefined) return { tone: 'dim', text: '' };
  const listOnly = width < twoPanes && view.pane === 'timeline';
  return stepHint(situation, aboutStep(situation, step), listOnly);
}

function stepHint(situation: Situation, { state, now, step, own }: StepAsker, listOnly: boolean): Hint {
  switch (own.status) {
    case 'failed': {
      const failed = failedItems(step, own);
      const back = fallbackRefusal(state, now) === undefined ? ', f falls back' : '';
      if (failed.length > 0) {
        const { item } = situation;
        const mend = failed.includes(item)
          ? `p if ${item} is right after all`
          : `item ${item} is marked, ${failed[0]} marks ${failed[0]}`;
        return { tone: 'bad', text: `Item ${failed.join(', ')} failed: ${mend}, r starts again${back}` };
      }
      const skip = step.required || step.decision ? '' : ', s skips it';
      const keys = `r tries again${skip}${back}`;
      const detail = own.attempts.at(-1)?.detail ?? '';
      if (listOnly && detail !== '')
        return { tone: 'bad', text: `${cutAt(detail, 40)} … tab shows the log; ${keys}` };
      return { tone: 'bad', text: `${nameOf(step)} failed: ${keys}` };
    }
    case 'unknown':
      return { tone: 'bad', text: `Nobody knows how ${nameOf(step)} ended: look there, then press u` };
    case 'checking': {
      if (openItems(step, own).length > 0) {
        const opening = openingFor('pass', situation);
        if (opening?.type === 'refused') {
          return { tone: 'accent', text: `Item ${situation.item}: ${opening.reason}` };
        }
        return { tone: 'accent', text: 'The checklist is open: p passed, x failed, - not applicable' };
      }
      const opening = openingFor('sign', situation);
      if (opening?.type === 'refused') return { tone: 'accent', text: opening.reason };
      return { tone: 'accent', text: `Press enter to ${step.decision ? 'vote go or no-go' : 'confirm'}` };
    }
    default:
      return { tone: 'dim', text: '' };
  }
}

function cutAt(text: string, width: number): string {
  return text.length <= width ? text : cutText(text, width);
}
