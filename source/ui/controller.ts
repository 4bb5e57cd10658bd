import type { Since } from '../session/since.ts';
import { watchAbsence } from './absence.ts';
import { endAtOnce } from './app-end.ts';
import { openingFor, type Situation } from './commands.ts';
import type { Controlling } from './controlling.ts';
import {
  type DialogSpec,
  type DialogStep,
  type Moment,
  openDialog,
  paste,
  press,
  type Sending,
} from './dialog/dialog.ts';
import { leaveDialog } from './dialog/run-dialogs.ts';
import { sinceDialog } from './dialog/since-dialog.ts';
import { editByHand, type Hand, handTerminal, shellByHand } from './hand-over.ts';
import type { Intent } from './intent.ts';
import { keyContexts } from './key-contexts.ts';
import { bindingFor, type KeyBinding, steers } from './keymap.ts';
import type { Press } from './keys.ts';
import { createLogFinder, type LogFinder } from './log/log-finder.ts';
import { createLogDesk } from './log-desk.ts';
import { look, type Measured, unmeasured } from './look.ts';
import { afterMove, moveReplay } from './replay/replay-keys.ts';
import { createSender } from './sender.ts';
import { situationAt } from './situation.ts';
import { initialView, type Message, reduceView, type View, type ViewAction } from './view.ts';

export type Controller = {
  readonly view: () => View;
  readonly subscribe: (listener: () => void) => () => void;
  readonly press: (pressed: Press) => void;
  readonly paste: (text: string) => void;
  /** What happened while nobody was here; the next key shows it. */
  readonly missed: () => Since | undefined;
  /** What is found in the logs, shared with the screen. */
  readonly finder: LogFinder;
  /** Whether the screen knows less of the log than it could: draw it again soon. */
  readonly busy: () => boolean;
  /** Told by the screen: what it has room for, and what it shows. */
  readonly measure: (measured: Partial<Measured>) => void;
};

/** Keys to what they do, over a view of its own. `wall` is monotonic milliseconds; `calendar` goes on in sleep. */
export function createController({
  session,
  wall,
  calendar = wall,
  leave,
  redraw,
  handOver,
  copy,
}: Controlling): Controller {
  const listeners = new Set<() => void>();
  let view = initialView;
  let measured = unmeasured;
  const absence = watchAbsence(session, { wall, calendar });

  function dispatch(action: ViewAction): void {
    view = reduceView(view, action);
    for (const listener of listeners) listener();
  }

  function say(tone: Message['tone'], text: string): void {
    dispatch({ type: 'message', message: { tone, text } });
  }

  function situation(): Situation {
    return situationAt(session, view);
  }

  const finder = createLogFinder(session.logs);
  const desk = createLogDesk({
    session,
    finder,
    view: () => view,
    measured: () => measured,
    dispatch,
    say,
    handTo,
    copy,
  });
  const send = createSender({ session, dispatch, say });

  async function sendAll({ command, also = [], after }: Sending, step: string | undefined): Promise<void> {
    for (const one of [command, ...also]) if (!(await send(one))) return;
    if (after === undefined || step === undefined || view.dialog !== undefined) return;
    dispatch({ type: 'select', step });
    const opening = openingFor(after, situation());
    if (opening?.type === 'dialog') ask(opening.spec);
  }

  function follow(next: DialogStep): void {
    if (next.type === 'open') {
      dispatch({ type: 'dialog', dialog: next.dialog });
      return;
    }
    const step = view.dialog?.spec.step;
    dispatch({ type: 'dialog', dialog: undefined });
    const { submit } = next;
    if (submit.type === 'send') void sendAll(submit, step);
    if (submit.type === 'leave') leave({ type: 'left' });
    if (submit.type === 'edit') handTo((hand) => editByHand({ ...hand, ...submit }));
    if (submit.type === 'shell') handTo((hand) => shellByHand({ ...hand, ...submit }));
  }

  function handTo(work: (hand: Hand) => Promise<void>): void {
    handTerminal({ handOver, situation, send, say, ask, wall, drawAnew }, work);
  }

  function moment(): Moment {
    return { wall: wall(), asker: situation() };
  }

  function ask(spec: DialogSpec): void {
    dispatch({ type: 'help', top: undefined });
    follow(openDialog(spec, moment()));
  }

  /** Whoever was away sees what happened before any key does anything else. */
  function tellMissed(): boolean {
    const asked = view.dialog !== undefined;
    const missed = absence.keyed({ asked, most: Math.max(3, Math.min(12, measured.helpHeight - 6)) });
    if (missed !== undefined) ask(sinceDialog(missed, situation()));
    return missed !== undefined;
  }

  function askToLeave(): void {
    const end = endAtOnce(session);
    if (end !== undefined) leave(end);
    else ask(leaveDialog(situation(), session.run));
  }

  function drawAnew(): void {
    redraw();
    dispatch({ type: 'redraw' });
  }

  function bound(name: string): KeyBinding | undefined {
    return bindingFor(keyContexts(view, session.replay === undefined ? 'run' : 'replay'), name);
  }

  function pressKey(name: string): void {
    const binding = bound(name);
    dispatch({ type: 'message', message: undefined });
    if (binding === undefined) say('warn', `${name} does nothing here; ? shows the keys`);
    else perform(binding.intent, name);
  }

  function perform(intent: Intent, key: string): void {
    const now = situation();
    const opening = openingFor(intent, now);
    if (answers.has(intent) && opening !== undefined && opening.type !== 'refused' && !isSeen(now)) {
      if (now.step !== undefined) dispatch({ type: 'uncover', step: now.step.id });
      say('warn', 'look at the item, then press again');
      return;
    }
    switch (opening?.type) {
      case 'dialog':
        ask(opening.spec);
        return;
      case 'send':
        void send(opening.command);
        return;
      case 'checklist':
        if (now.step !== undefined) dispatch({ type: 'uncover', step: now.step.id });
        if (now.step !== undefined && opening.item !== undefined)
          dispatch({ type: 'item', step: now.step.id, item: opening.item });
        say('warn', opening.text);
        return;
      case 'refused':
        say('warn', opening.reason);
        return;
      case undefined:
        steer(intent, key);
    }
  }

  /** Nobody answers what was never on the screen. */
  function isSeen({ step, item }: Situation): boolean {
    return step !== undefined && measured.seen(step.id, item);
  }

  /** Keys that command nothing: leaving, looking, and moving a replay. */
  function steer(intent: Intent, key: string): void {
    const { state, step } = situation();
    if (intent === 'leave' || intent === 'menu') {
      askToLeave();
      return;
    }
    if (intent === 'redraw') {
      drawAnew();
      return;
    }
    if (desk.key(intent)) return;
    const action = look(intent, key, { view, state, step, logs: session.logs, finder, measured });
    if (action !== undefined) dispatch(action);
    else if (session.replay !== undefined) {
      const refused = moveReplay(session.replay, intent, { now: session.clock.now(), step: step?.id });
      // The replay's own speed and position are not in the view: draw them again.
      if (refused === undefined) dispatch(afterMove(intent, step?.id));
      else say('warn', refused);
    }
  }

  return {
    view: () => view,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    press: (pressed) => {
      const name = pressed.type === 'key' ? pressed.name : undefined;
      if (name === 'ctrl+l') drawAnew();
      else if (name !== 'ctrl+c' && tellMissed()) return;
      else if (view.dialog !== undefined && name !== 'ctrl+c') {
        follow(press(view.dialog, pressed, moment()));
      } else if (view.prompt !== undefined && name !== 'ctrl+c') desk.type(pressed);
      else if (pressed.type === 'key') pressKey(pressed.name);
      else pressTogether(pressed.text);
    },
    missed: absence.missed,
    paste: (text) => {
      if (tellMissed()) return;
      if (view.dialog !== undefined) dispatch({ type: 'dialog', dialog: paste(view.dialog, text, wall()) });
      else if (view.prompt !== undefined) desk.paste(text);
      else say('warn', 'pasted text does nothing here');
    },
    finder,
    busy: () => measured.logBusy,
    measure: (next) => {
      measured = { ...measured, ...next };
    },
  };

  /** Of several keys at once only those count that move. */
  function pressTogether(text: string): void {
    const names = [...text].filter((name) => {
      const intent = bound(name)?.intent;
      return intent !== undefined && steers(intent);
    });
    if (names.length === 0) say('warn', 'several keys came at once: press them one by one');
    for (const name of names) pressKey(name);
  }
}

const answers: ReadonlySet<Intent> = new Set(['pass', 'fail', 'not-applicable', 'ask']);
