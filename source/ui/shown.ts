import type { Step } from '../plan/plan.ts';
import { activeSteps, findStep, nextStep } from '../run/select.ts';
import type { RunState, StepState } from '../run/state.ts';
import { openItems } from '../run/status.ts';
import { isOk } from '../run/target-result.ts';
import { stepState } from '../run/timing.ts';
import type { LogPlace } from './log/log-finder.ts';
import type { Split } from './split/split-view.ts';
import type { LogMode, View } from './view.ts';

/** The step on the screen: the one a question is about, the one chosen, else the one that needs somebody. */
export function shownStep(state: RunState, view: View): Step | undefined {
  const id = view.dialog?.spec.step ?? view.selected;
  const chosen = id === undefined ? undefined : findStep(state, id);
  return chosen ?? nextStep(state) ?? activeSteps(state).at(-1);
}

/** The marked item; until a person marks another the first open one, or the one answered last. */
export function shownItem(state: RunState, step: Step | undefined, view: View): number {
  if (step === undefined) return 1;
  const own = stepState(state, step.id);
  return view.item ?? openItems(step, own)[0] ?? answeredLast(own) ?? 1;
}

function answeredLast({ answers }: StepState): number | undefined {
  const [last] = Object.entries(answers).sort(([, a], [, b]) => b.at - a.at);
  return last === undefined ? undefined : Number(last[0]);
}

/** The host whose log is on the screen: the chosen one; else, once the step has failed, the first that did. Undefined: all. */
export function shownTarget(state: RunState, step: Step, view: View): string | undefined {
  if (view.turned) return view.target;
  const own = stepState(state, step.id);
  const results = Object.entries(own.attempts.at(-1)?.targets ?? {});
  if (own.status !== 'failed' || results.length < 2) return undefined;
  return results.find(([, result]) => result !== undefined && !isOk(result))?.[0];
}

/** Where there is only one host there is nothing to fold, and no grid. */
export function modeShown(mode: LogMode, hosts: number): LogMode {
  return hosts > 1 ? mode : 'merged';
}

/** The split that is on the screen: no question lies over it, and none of its panes is zoomed. */
export function shownSplit({ split, zoom, dialog }: View): Split | undefined {
  return split?.shown === true && !zoom && dialog === undefined ? split : undefined;
}

/** Why the log keys have no log: the steps beside the panes have the focus. */
export function besidePanes(view: View): string | undefined {
  const beside = shownSplit(view)?.focus === 0;
  return beside ? 'the steps have the focus: tab, or a number, goes to a pane' : undefined;
}

/** The pane with the log of this place; undefined: there is none on the screen. */
export function paneOf(view: View, place: LogPlace): number | undefined {
  const split = shownSplit(view);
  const at = split?.sights.findIndex((sight, pane) => {
    const { selected, target } = pane === split.focus ? view : sight;
    return pane > 0 && selected === place.step && target === place.target;
  });
  return at === -1 ? undefined : at;
}
