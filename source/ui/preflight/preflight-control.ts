import type { PreflightLook } from '../../session/preflight-look.ts';
import { preflightNote } from '../../session/preflight-note.ts';
import type { Asker } from '../dialog/asker.ts';
import { type Dialog, type DialogStep, openDialog, paste, press } from '../dialog/dialog.ts';
import type { Press } from '../keys.ts';
import { anywayDialog } from './preflight-dialog.ts';
import { movesTable, type PreflightIntent, preflightIntent, refusedNow } from './preflight-keys.ts';

/** How the person left; `note` is for the record. */
export type PreflightEnd =
  | { readonly type: 'left'; readonly noGo: boolean }
  | { readonly type: 'go-on'; readonly note: string };

export type PreflightView = {
  /** First row of the table that is shown. */
  readonly top: number;
  readonly dialog: Dialog | undefined;
  /** Why the last key changed nothing. */
  readonly message: string | undefined;
  /** Wall milliseconds when the result came on the screen; undefined while it is looking. */
  readonly toldAt: number | undefined;
  /** The person has gone on: nothing is asked any more. */
  readonly gone: boolean;
};

export type PreflightControl = {
  readonly view: () => PreflightView;
  readonly subscribe: (listener: () => void) => () => void;
  readonly press: (pressed: Press) => void;
  readonly paste: (text: string) => void;
  /** Told by the screen: rows of the table, and how many of them fit. */
  readonly measure: (measured: PreflightMeasure) => void;
};

export type PreflightMeasure = { readonly rows: number; readonly room: number };

export type PreflightControlOptions = {
  readonly look: PreflightLook;
  readonly asker: () => Asker;
  /** Monotonic milliseconds. */
  readonly wall: () => number;
  /** Called once. */
  readonly end: (end: PreflightEnd) => void;
  /** Forgets what is on the terminal: the next frame is drawn whole. */
  readonly redraw: () => void;
};

/** Keys to what they do while the preflight is on the screen. */
export function createPreflightControl(options: PreflightControlOptions): PreflightControl {
  const { look, asker, wall, end, redraw } = options;
  const listeners = new Set<() => void>();
  const told = () => (look.state().report === undefined ? undefined : wall());
  let view: PreflightView = { top: 0, dialog: undefined, message: undefined, toldAt: told(), gone: false };
  let measured: PreflightMeasure = { rows: 0, room: 1 };
  const set = (change: Partial<PreflightView>) => {
    view = { ...view, ...change };
    for (const listener of listeners) listener();
  };
  look.subscribe(() => set({ toldAt: told() }));
  const say = (message: string) => set({ message });
  const moment = () => ({ wall: wall(), asker: asker() });
  const finish = (how: PreflightEnd) => {
    set({ gone: true, dialog: undefined, message: undefined });
    end(how);
  };

  function follow(next: DialogStep): void {
    if (next.type === 'open') {
      set({ dialog: next.dialog });
      return;
    }
    set({ dialog: undefined });
    const { submit } = next;
    if (submit.type === 'send' && submit.command.type === 'note') {
      finish({ type: 'go-on', note: submit.command.text });
    }
  }

  function goOn(): void {
    const { report } = look.state();
    if (report === undefined) return;
    if (report.verdict !== 'no-go') {
      finish({ type: 'go-on', note: preflightNote(report) });
      return;
    }
    follow(openDialog(anywayDialog(look.state(), asker().identity.person), moment()));
  }

  function leave(): void {
    finish({ type: 'left', noGo: look.state().report?.verdict === 'no-go' });
  }

  function scroll(by: number): void {
    // One row says how much more there is.
    const last = measured.rows > measured.room ? measured.rows - measured.room + 1 : 0;
    set({ top: Math.min(last, Math.max(0, Math.min(view.top, last) + by)) });
  }

  function perform(intent: PreflightIntent): void {
    const refused = refusedNow(intent, view.toldAt, wall());
    if (refused !== undefined) {
      say(refused);
      return;
    }
    switch (intent) {
      case 'go-on':
        goOn();
        return;
      case 'again':
        set({ top: 0 });
        look.again();
        return;
      case 'leave':
        leave();
        return;
      case 'redraw':
        drawAnew();
        return;
      case 'up':
        scroll(-1);
        return;
      case 'down':
        scroll(1);
        return;
      case 'page-up':
        scroll(2 - measured.room);
        return;
      case 'page-down':
        scroll(measured.room - 2);
        return;
    }
  }

  function drawAnew(): void {
    redraw();
    set({});
  }

  function pressKey(name: string): void {
    const intent = preflightIntent(name);
    set({ message: undefined });
    if (intent === undefined) say(`${name} does nothing here`);
    else perform(intent);
  }

  return {
    view: () => view,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    press: (pressed) => {
      if (view.gone) return;
      const name = pressed.type === 'key' ? pressed.name : undefined;
      if (name === 'ctrl+l') drawAnew();
      else if (view.dialog !== undefined && name !== 'ctrl+c') follow(press(view.dialog, pressed, moment()));
      else if (name !== undefined) pressKey(name);
      else pressTogether(pressed);
    },
    paste: (text) => {
      if (view.gone) return;
      if (view.dialog !== undefined) set({ dialog: paste(view.dialog, text, wall()) });
      else say('pasted text does nothing here');
    },
    measure: (next) => {
      measured = next;
    },
  };

  /** Of several keys at once only those count that move. */
  function pressTogether(pressed: Press): void {
    const names = pressed.type === 'merged' ? [...pressed.text] : [];
    const moves = names.filter((name) => movesTable(preflightIntent(name)));
    if (moves.length === 0) say('several keys came at once: press them one by one');
    for (const name of moves) pressKey(name);
  }
}
