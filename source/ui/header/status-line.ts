import { fallbackRefusal } from '../../run/decide-fallback.ts';
import { nextStep, unsettledSteps } from '../../run/select.ts';
import { failedItems, openItems } from '../../run/status.ts';
import { foldTargets, loudOutcome, nameOf } from '../../run/words.ts';
import { type Silences, silencesIn } from '../../session/silences.ts';
import { openingFor, type Situation } from '../commands.ts';
import { aboutStep, type StepAsker } from '../dialog/asker.ts';
import { twoPanes } from '../layout.ts';
import { cutText, fitRow, type Line, span } from '../line.ts';
import type { Message, View } from '../view.ts';
import { leftOutTail } from '../words/left-out.ts';
import { isLeftToPerson } from './left-to-person.ts';

/** The line above the footer: what the last key met with, else what is to be done. */
export function statusLine({
  situation,
  view,
  silences,
  replay,
  width,
}: {
  readonly situation: Situation;
  readonly view: View;
  readonly silences: Silences;
  readonly replay: boolean;
  readonly width: number;
}): Line {
  const { tone, text } =
    view.message ??
    (view.dialog === undefined ? hint({ situation, view, silences, replay, width }) : nothing);
  return fitRow([span(text === '' ? '' : ` ${text}`, tone)], width);
}

const nothing = { tone: undefined, text: '' } as const;

type Hint = { readonly tone: Message['tone'] | 'accent' | 'dim'; readonly text: string };

function hint({ situation, view, silences, replay, width }: Parameters<typeof statusLine>[0]): Hint {
  const { state, step } = situation;
  if (replay) return { tone: 'dim', text: '' };
  if (state.ended !== undefined) {
    return {
      tone: 'good',
      text: `The run has ended: ${loudOutcome(state.ended.outcome)}${leftOutTail(state)}. q leaves the screen.`,
    };
  }
  if (unsettledSteps(state).length === 0) {
    return { tone: 'good', text: `Everything is settled${leftOutTail(state)}: press e to end the run.` };
  }
  const next = nextStep(state);
  if (step !== undefined && next !== undefined && step.id !== next.id && view.selected !== undefined) {
    return { tone: 'dim', text: `Staying here. Press . for ${nameOf(next)}` };
  }
  if (step === undefined) return { tone: 'dim', text: '' };
  const listOnly = width < twoPanes && view.pane === 'timeline';
  const asker = aboutStep(situation, step);
  return stepHint(situation, asker, listOnly) ?? quietHint(asker, silences) ?? { tone: 'dim', text: '' };
}

/** While nobody has to do anything: what keeps it from going on. */
function quietHint({ state, step, own, now }: StepAsker, silences: Silences): Hint | undefined {
  if (own.status === 'waiting' && state.held !== undefined) {
    const { by, reason } = state.held;
    return { tone: 'warn', text: `Nothing starts: held by ${by}: ${reason}. h releases it` };
  }
  if (isLeftToPerson(state, step, now)) {
    const text = `${nameOf(step)} fell due unwatched: it does not start by itself any more, enter starts it`;
    return { tone: 'warn', text };
  }
  const { links } = silencesIn(silences, step.id);
  const [first] = links;
  if (first === undefined) return undefined;
  const hosts = foldTargets(links.map(({ target }) => target));
  return {
    tone: 'warn',
    text: `${hosts}: ${first.reason}; gonogo tries again by itself, the step goes on there`,
  };
}

function stepHint(
  situation: Situation,
  { state, now, step, own }: StepAsker,
  listOnly: boolean,
): Hint | undefined {
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
      const keys = `r shows the ways on${back}`;
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
      return undefined;
  }
}

function cutAt(text: string, width: number): string {
  return text.length <= width ? text : cutText(text, width);
}
