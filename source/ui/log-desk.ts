import { nextTurn } from '../session/clock.ts';
import type { Session } from '../session/session.ts';
import { silencesOf } from '../session/silences.ts';
import type { Hand } from './hand-over.ts';
import type { Intent } from './intent.ts';
import type { Press } from './keys.ts';
import type { LogFinder } from './log/log-finder.ts';
import { filterLog, type LogLook, type LogMove, logKey, searchLog } from './log/log-keys.ts';
import { copyLog, pageLog } from './log/take-log.ts';
import type { Measured } from './look.ts';
import { openPrompt, pastePrompt, pressPrompt } from './prompt.ts';
import { createReplaySearch } from './replay/replay-search.ts';
import { shownStep } from './shown.ts';
import { splitChoice } from './split/split-choices.ts';
import type { Message, PromptKind, View, ViewAction } from './view.ts';

/** Reads the log for the person at this keyboard. */
export type LogDesk = {
  /** False: not one of its keys. */
  readonly key: (intent: Intent) => boolean;
  /** Only while a prompt is open. */
  readonly type: (pressed: Press) => void;
  readonly paste: (text: string) => void;
};

export type LogDeskParts = {
  readonly session: Session;
  readonly finder: LogFinder;
  readonly view: () => View;
  readonly measured: () => Measured;
  readonly dispatch: (action: ViewAction) => void;
  readonly say: (tone: Message['tone'], text: string) => void;
  /** Gives the terminal away for this. */
  readonly handTo: (work: (hand: Hand) => Promise<void>) => void;
  /** Into the clipboard of the terminal; undefined: it is none. */
  readonly copy: ((text: string) => void) | undefined;
};

export function createLogDesk(parts: LogDeskParts): LogDesk {
  const { session, finder, view, measured, dispatch, say, handTo, copy } = parts;
  let lastSearch: string | undefined;
  const { replay } = session;
  const run = replay && createReplaySearch({ session, replay, look, perform, say, pause: nextTurn });

  function look(): LogLook {
    const state = session.state();
    const now = view();
    return {
      view: now,
      state,
      step: shownStep(state, now),
      logs: session.logs,
      finder,
      measured: measured(),
    };
  }

  function perform({ actions, say: said }: LogMove): void {
    for (const action of actions) dispatch(action);
    if (said !== undefined) say(said.tone, said.text);
  }

  function entered(kind: PromptKind, text: string): void {
    dispatch({ type: 'prompt', prompt: undefined });
    finder.retry();
    if (kind === 'moment') {
      goTo(text);
      return;
    }
    if (kind === 'split') {
      const now = session.clock.now();
      perform(splitChoice(text, { ...look(), silences: silencesOf(session, now), now }));
      return;
    }
    if (kind === 'filter') {
      perform(filterLog(look(), text));
      return;
    }
    lastSearch = text === '' ? lastSearch : text;
    if (lastSearch === undefined) return;
    if (run === undefined) perform(searchLog(look(), lastSearch));
    else void run.begin(lastSearch).catch((error: unknown) => say('bad', String(error)));
  }

  function goTo(text: string): void {
    if (replay === undefined || text.trim() === '') return;
    const moment = replay.moment(text);
    if (moment.type === 'found') {
      replay.seek(moment.at);
      const { step } = look();
      // What stood there is of another moment.
      dispatch(step === undefined ? { type: 'redraw' } : { type: 'scroll', step: step.id, top: undefined });
    } else dispatch({ type: 'prompt', prompt: { kind: 'moment', input: text, hint: moment.reason } });
  }

  /** In a replay a search is over all output, and has a place in time. */
  function keyOfReplay(intent: Intent): boolean {
    if (run === undefined) return false;
    if (intent === 'search' || intent === 'moment') dispatch({ type: 'prompt', prompt: openPrompt(intent) });
    else if (intent === 'next-hit') run.step(1);
    else if (intent === 'previous-hit') run.step(-1);
    else return false;
    return true;
  }

  return {
    key: (intent) => {
      if (intent === 'split') {
        dispatch({ type: 'prompt', prompt: openPrompt(intent) });
        return true;
      }
      if (keyOfReplay(intent)) return true;
      const move = logKey(intent, look());
      if (move === undefined) return false;
      perform(move);
      if (move.take === 'pager') handTo((hand) => pageLog(hand, look()));
      if (move.take === 'copy') perform({ actions: [], say: copyLog(look(), copy) });
      return true;
    },
    type: (pressed) => {
      const { prompt } = view();
      if (prompt === undefined) return;
      const next = pressPrompt(prompt, pressed);
      if (next.type === 'entered') entered(next.kind, next.text);
      else dispatch({ type: 'prompt', prompt: next.type === 'open' ? next.prompt : undefined });
    },
    paste: (text) => {
      const { prompt } = view();
      if (prompt !== undefined) dispatch({ type: 'prompt', prompt: pastePrompt(prompt, text) });
    },
  };
}
