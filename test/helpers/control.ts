import type { AppEnd } from '../../source/ui/app-end.ts';
import { type Controller, createController } from '../../source/ui/controller.ts';
import { codeOf, type Stage } from '../../source/ui/dialog/dialog.ts';
import type { Hands } from '../../source/ui/hand-over.ts';
import { makeAugustPlan } from './august-plan.ts';
import { createFakeSession, type FakeSession } from './fake-session.ts';

export type Controlled = {
  readonly session: FakeSession;
  readonly controller: Controller;
  /** Pressed one by one. */
  readonly keys: (...names: readonly string[]) => void;
  /** A line of text, then Enter, once the question listens. */
  readonly line: (text: string) => void;
  /** Lets the time pass in which a question takes no answer. */
  readonly wait: () => void;
  readonly ends: readonly AppEnd[];
  readonly drawn: readonly number[];
  /** What the open question says. */
  readonly body: () => string;
  readonly title: () => string | undefined;
  /** What it lists line by line. */
  readonly listed: () => readonly string[];
  readonly stage: () => Stage | undefined;
  /** The ways on that are offered: `a all again …`, in brackets why not. */
  readonly choices: () => readonly string[];
  /** What is done in the terminal meanwhile has ended. */
  readonly handedBack: () => Promise<void>;
};

/** A controller over a session in memory, without a screen. */
export function control({
  hands,
  ...options
}: Partial<Parameters<typeof createFakeSession>[0]> & { readonly hands?: Hands } = {}): Controlled {
  const session = createFakeSession({ plan: makeAugustPlan(), ...options });
  const ends: AppEnd[] = [];
  const drawn: number[] = [];
  const tasks: Promise<void>[] = [];
  let wall = 0;
  const controller = createController({
    session,
    wall: () => wall,
    leave: (end) => ends.push(end),
    redraw: () => drawn.push(wall),
    handOver:
      hands === undefined
        ? undefined
        : { ...hands, suspend: (work) => work(), track: (task) => tasks.push(task) },
  });
  controller.measure({ seen: () => true });
  const keys = (...names: readonly string[]): void => {
    for (const name of names) controller.press({ type: 'key', name });
  };
  const wait = (): void => {
    wall += 600;
  };
  const dialog = () => controller.view().dialog;
  return {
    session,
    controller,
    keys,
    line: (text) => {
      wait();
      keys(...text, 'enter');
    },
    wait,
    ends,
    drawn,
    body: () => {
      const asker = { state: session.state(), identity: session.identity, now: session.clock.now() };
      return dialog()?.spec.body(asker, dialog()?.answers).join(' ') ?? '';
    },
    listed: () => {
      const asker = { state: session.state(), identity: session.identity, now: session.clock.now() };
      const open = dialog();
      return open === undefined ? [] : codeOf(open, asker).map(({ text }) => text);
    },
    stage: () => dialog()?.stage,
    title: () => dialog()?.spec.title,
    choices: () => {
      const stage = dialog()?.stage;
      if (stage?.type !== 'choice') return [];
      return stage.choices.map(
        ({ key, label, refused }) => `${key} ${label}${refused === undefined ? '' : ` [${refused}]`}`,
      );
    },
    handedBack: async () => {
      await Promise.all(tasks);
    },
  };
}
