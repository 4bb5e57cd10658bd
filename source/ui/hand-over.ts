import { formatDuration } from '../plan/duration.ts';
import type { Command } from '../run/command.ts';
import { findStep } from '../run/select.ts';
import type { Situation } from './commands.ts';
import { textOf } from './dialog/action-text.ts';
import { aboutStep } from './dialog/asker.ts';
import type { DialogSpec } from './dialog/dialog.ts';
import { placeName } from './dialog/host-dialogs.ts';
import { editedDialog } from './dialog/work-dialogs.ts';
import { diffOf } from './text-diff.ts';
import type { Message } from './view.ts';

/** Programs that take the terminal for a while. */
export type Hands = {
  /** Rejects never: an editor that fails is said. `name` is what the file is called. */
  readonly editText: (text: string, name: string) => Promise<EditEnd>;
  /** A text to read; rejects never. */
  readonly showText: (text: Iterable<string>, name: string) => Promise<ShellEnd>;
  readonly openShell: (host: string) => Promise<ShellEnd>;
};

export type EditEnd =
  | { readonly type: 'edited'; readonly text: string }
  | { readonly type: 'failed'; readonly reason: string };

/** Of a shell, or a pager. `failed`: there was none, or it did not end in order. */
export type ShellEnd = { readonly type: 'closed' } | { readonly type: 'failed'; readonly reason: string };

export type HandOver = Hands & {
  /** Gives the terminal away while this goes on; then the screen is drawn whole. */
  readonly suspend: <Result>(work: () => Promise<Result>) => Promise<Result>;
  /** Whoever ends the screen waits for these. */
  readonly track: (task: Promise<void>) => void;
};

/** The controller's part in it. */
export type Hand = {
  readonly handOver: HandOver;
  readonly situation: () => Situation;
  readonly send: (command: Command) => Promise<boolean>;
  readonly say: (tone: Message['tone'], text: string) => void;
  readonly ask: (spec: DialogSpec) => void;
  /** Monotonic milliseconds. */
  readonly wall: () => number;
};

/** What is done meanwhile in the terminal is not ours; the run goes on. */
export function handTerminal(
  {
    handOver,
    drawAnew,
    ...hand
  }: Omit<Hand, 'handOver'> & {
    readonly handOver: HandOver | undefined;
    readonly drawAnew: () => void;
  },
  work: (hand: Hand) => Promise<void>,
): void {
  if (handOver === undefined) {
    hand.say('warn', 'this terminal can not be handed over');
    return;
  }
  // The other program has left the cursor anywhere, and Ink draws from there.
  const suspend: HandOver['suspend'] = (run) => handOver.suspend(run).finally(drawAnew);
  const given = { ...hand, handOver: { ...handOver, suspend } };
  handOver.track(work(given).catch((error: unknown) => hand.say('bad', String(error))));
}

/** Opens the text of an action in an editor, then asks about the difference. Nothing is recorded before that. */
export async function editByHand({
  handOver,
  situation,
  say,
  ask,
  step: id,
  action: index,
}: Hand & { readonly step: string; readonly action: number }): Promise<void> {
  const { state } = situation();
  const step = findStep(state, id);
  const action = step?.actions[index];
  if (step === undefined || action === undefined) return;
  const before = textOf(aboutStep(situation(), step).own, action);
  const name = `${id}-${index + 1}.${action.kind}`;
  const end = await handOver.suspend(() => handOver.editText(before, name));
  if (end.type === 'failed') say('bad', `nothing was changed: ${end.reason}`);
  else if (end.text === before) say('warn', 'nothing was changed');
  else if (end.text.trim() === '') say('bad', 'nothing was changed: no text was left');
  else
    ask(
      editedDialog(aboutStep(situation(), step), {
        action,
        text: end.text,
        diff: diffOf({ name, before, after: end.text }),
      }),
    );
}

/** Opens a shell; that it was open is recorded before and after, however it ends. */
export async function shellByHand({
  handOver,
  situation,
  send,
  say,
  wall,
  step,
  host,
}: Hand & { readonly step: string | undefined; readonly host: string }): Promise<void> {
  const by = situation().identity.person;
  if (!(await send({ type: 'open-shell', step, host, by }))) return;
  const opened = wall();
  let end: ShellEnd;
  try {
    end = await handOver.suspend(() => handOver.openShell(host));
  } catch (error) {
    end = { type: 'failed', reason: error instanceof Error ? error.message : String(error) };
  }
  const after = Math.round(wall() - opened);
  const recorded = await send({ type: 'close-shell', step, host, after, by });
  if (end.type === 'failed') say('bad', `the shell ${placeName(host)}: ${end.reason}`);
  else if (recorded) say('good', `the shell ${placeName(host)} was open for ${formatDuration(after)}`);
}
