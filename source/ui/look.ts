import { type Step, stepsOf } from '../plan/plan.ts';
import type { RunState } from '../run/state.ts';
import { stepState } from '../run/timing.ts';
import type { LogBook } from '../session/log-book.ts';
import type { Intent } from './keymap.ts';
import { shownItem, shownTarget, targetsShown, topOf } from './shown.ts';
import type { View, ViewAction } from './view.ts';

export type Looking = {
  readonly view: View;
  readonly state: RunState;
  /** The step on the screen. */
  readonly step: Step | undefined;
  readonly logs: LogBook;
  readonly measured: Measured;
};

/** What the screen last had room for. */
export type Measured = {
  readonly logHeight: number;
  /** How far the help can be scrolled. */
  readonly helpRows: number;
  readonly helpHeight: number;
  /** How far what is known of the step can be scrolled, and how much of it is seen at once; no rows beside a log. */
  readonly textRows: number;
  readonly textHeight: number;
  /** Whether this item of this step's checklist is on the screen. */
  readonly seen: (step: string, item: number) => boolean;
};

export const unmeasured: Measured = {
  logHeight: 1,
  helpRows: 0,
  helpHeight: 1,
  textRows: 0,
  textHeight: 1,
  seen: () => false,
};

/** Keys that only change what is looked at. Undefined: not one of them. */
export function look(intent: Intent, key: string, looking: Looking): ViewAction | undefined {
  const { view, step, measured } = looking;
  if (view.help !== undefined) return lookAtHelp(intent, view.help, measured);
  switch (intent) {
    case 'help':
      return { type: 'help', top: 0 };
    case 'next-pane':
      return { type: 'pane', pane: view.pane === 'timeline' ? 'step' : 'timeline' };
    case 'zoom':
      return { type: 'zoom' };
    case 'current':
      return { type: 'select', step: undefined };
    default:
      return step === undefined ? undefined : lookAtStep(intent, key, { ...looking, step });
  }
}

function lookAtHelp(intent: Intent, top: number, measured: Measured): ViewAction | undefined {
  const { helpRows, helpHeight } = measured;
  const page = Math.max(1, helpHeight - 2);
  switch (intent) {
    case 'help':
      return { type: 'help', top: undefined };
    case 'up':
      return { type: 'help', top: Math.max(0, top - 1) };
    case 'down':
      return { type: 'help', top: Math.min(helpRows, top + 1) };
    case 'page-up':
      return { type: 'help', top: Math.max(0, top - page) };
    case 'page-down':
      return { type: 'help', top: Math.min(helpRows, top + page) };
    default:
      return undefined;
  }
}

type AtStep = Looking & { readonly step: Step };

function lookAtStep(intent: Intent, key: string, looking: AtStep): ViewAction | undefined {
  const { logHeight, textRows, textHeight } = looking.measured;
  const page = Math.max(1, textRows > 0 ? textHeight - 2 : logHeight - 1);
  switch (intent) {
    case 'up':
      return move(looking, -1);
    case 'down':
      return move(looking, 1);
    case 'choose-item':
      return mark(looking, Number(key));
    case 'previous-target':
      return turn(looking, -1);
    case 'next-target':
      return turn(looking, 1);
    case 'page-up':
      return scroll(looking, -page);
    case 'page-down':
      return scroll(looking, page);
    case 'top':
      return scroll(looking, Number.NEGATIVE_INFINITY);
    case 'follow':
      return textRows > 0
        ? scroll(looking, Number.POSITIVE_INFINITY)
        : { type: 'scroll', step: looking.step.id, top: undefined };
    default:
      return undefined;
  }
}

function move(looking: AtStep, by: number): ViewAction | undefined {
  const { view, state, step } = looking;
  if (!view.zoom && view.pane === 'timeline') {
    const steps = stepsOf(state.plan);
    const to = steps[steps.indexOf(step) + by];
    return to === undefined ? undefined : { type: 'select', step: to.id };
  }
  const answerable = step.checklist.length > 0 && stepState(state, step.id).attempts.length > 0;
  if (view.zoom || !answerable) return scroll(looking, by);
  return mark(looking, shownItem(state, step, view) + by);
}

function mark({ step }: AtStep, item: number): ViewAction | undefined {
  const known = step.checklist.some(({ number }) => number === item);
  return known ? { type: 'item', step: step.id, item } : undefined;
}

function turn({ view, state, step, logs }: AtStep, by: number): ViewAction {
  const tabs = [undefined, ...targetsShown(step, state, logs.targets(step.id))];
  const at = tabs.indexOf(shownTarget(state, step, view)) + by;
  return { type: 'target', step: step.id, target: tabs[(at + tabs.length) % tabs.length] };
}

function scroll({ view, state, step, logs, measured }: AtStep, by: number): ViewAction {
  if (measured.textRows > 0) {
    const top = Math.min(measured.textRows, Math.max(0, (view.text ?? 0) + by));
    return { type: 'text', step: step.id, top };
  }
  const extent = logs.extent(step.id, shownTarget(state, step, view));
  const to = Math.max(extent.first, topOf(extent, view.top, measured.logHeight) + by);
  return { type: 'scroll', step: step.id, top: to >= extent.end - measured.logHeight ? undefined : to };
}
