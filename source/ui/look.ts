import { type Step, stepsOf } from '../plan/plan.ts';
import type { RunState } from '../run/state.ts';
import { stepState } from '../run/timing.ts';
import { stepTargets } from '../session/host-states.ts';
import type { LogBook } from '../session/log-book.ts';
import type { Intent } from './intent.ts';
import type { LogFinder } from './log/log-finder.ts';
import type { Sheet } from './log/log-pane.ts';
import { logReader, type NumberedLine, topRank } from './log/log-reader.ts';
import type { LogPage } from './log/merged-log.ts';
import { modeShown, shownItem, shownSplit, shownTarget } from './shown.ts';
import { lookAtSplit } from './split/split-keys.ts';
import type { LogMode, View, ViewAction } from './view.ts';

export type Looking = {
  readonly view: View;
  readonly state: RunState;
  /** The step on the screen. */
  readonly step: Step | undefined;
  readonly logs: LogBook;
  readonly finder: LogFinder;
  readonly measured: Measured;
};

/** What the screen last had room for. */
export type Measured = {
  readonly logHeight: number;
  /** How many lines fit at the end of the log. */
  readonly logTail: number;
  /** How many of its lines make a page; undefined: its height does. */
  readonly logPage: LogPage | undefined;
  /** Not all of the log has been searched, or filtered, yet. */
  readonly logBusy: boolean;
  /** The lines of the log that are on the screen. */
  readonly logShown: readonly NumberedLine[];
  /** What stands in the place of the log's lines, if anything does. */
  readonly sheet: Sheet | undefined;
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
  logTail: 1,
  logPage: undefined,
  logBusy: false,
  logShown: [],
  sheet: undefined,
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
  const amongPanes = lookAtSplit(intent, key, view);
  if (amongPanes !== undefined) return amongPanes;
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
  const pages = pagesOf(looking.measured);
  const { textRows } = looking.measured;
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
      return scroll(looking, -pages.back);
    case 'page-down':
      return scroll(looking, pages.on);
    case 'top':
      return scroll(looking, Number.NEGATIVE_INFINITY);
    case 'log-mode':
      return nextMode(looking);
    case 'follow':
      return textRows > 0 || sheetOf(looking) !== undefined
        ? scroll(looking, Number.POSITIVE_INFINITY)
        : { type: 'scroll', step: looking.step.id, top: undefined };
    default:
      return undefined;
  }
}

/** A line of the page before stays on the screen. */
function pagesOf({ logHeight, logPage, textRows, textHeight }: Measured): LogPage {
  if (textRows === 0 && logPage !== undefined) {
    return { back: Math.max(1, logPage.back - 1), on: Math.max(1, logPage.on - 1) };
  }
  const page = Math.max(1, textRows > 0 ? textHeight - 2 : logHeight - 1);
  return { back: page, on: page };
}

function move(looking: AtStep, by: number): ViewAction | undefined {
  const { view, state, step } = looking;
  if (!view.zoom && view.pane === 'timeline') {
    const steps = stepsOf(state.plan);
    const to = steps[steps.indexOf(step) + by];
    return to === undefined ? undefined : { type: 'select', step: to.id };
  }
  const listed = step.checklist.length > 0 && shownSplit(view) === undefined;
  const answerable = listed && stepState(state, step.id).attempts.length > 0;
  const sheet = sheetOf(looking);
  if ((view.zoom || !answerable) && sheet?.mode === 'grid') return walk(looking, sheet, by);
  if (view.zoom || !answerable) return scroll(looking, by);
  return mark(looking, shownItem(state, step, view) + by);
}

function mark({ step }: AtStep, item: number): ViewAction | undefined {
  const known = step.checklist.some(({ number }) => number === item);
  return known ? { type: 'item', step: step.id, item } : undefined;
}

function nextMode({ view, state, step, logs }: AtStep): ViewAction | undefined {
  const mode = modeShown(
    modeAfter[view.mode],
    stepTargets({ state, step, written: logs.targets(step.id) }).length,
  );
  return mode === view.mode ? undefined : { type: 'mode', mode };
}

const modeAfter: Readonly<Record<LogMode, LogMode>> = { merged: 'folded', folded: 'grid', grid: 'merged' };

/** All of them, then one after the other as they stand on the screen: hosts, or groups of hosts. */
function turn(looking: AtStep, by: number): ViewAction {
  const { view, state, step, logs } = looking;
  const sheet = sheetOf(looking);
  const chosen = shownTarget(state, step, view);
  const cells = sheet?.cells ?? [stepTargets({ state, step, written: logs.targets(step.id) })];
  const stops = sheet?.mode === 'folded' ? cells : cells.flat().map((target) => [target]);
  const at = chosen === undefined ? 0 : stops.findIndex((stop) => stop.includes(chosen)) + 1;
  const count = stops.length + 1;
  const next = (at + by + count) % count;
  return { type: 'target', step: step.id, target: next === 0 ? undefined : stops[next - 1]?.[0] };
}

/** Up and down in the grid, in the same column. */
function walk({ view, state, step }: AtStep, { cells }: Sheet, by: number): ViewAction | undefined {
  const chosen = shownTarget(state, step, view);
  const at = chosen === undefined ? -1 : cells.findIndex((row) => row.includes(chosen));
  const row = cells[Math.max(0, at + by)];
  if (row === undefined) return undefined;
  const place = chosen === undefined ? 0 : (cells[at]?.indexOf(chosen) ?? 0);
  const target = row[Math.max(0, Math.min(place, row.length - 1))];
  return { type: 'target', step: step.id, target };
}

/** As long as it is of the step that is on the screen. */
function sheetOf({ measured: { sheet }, step }: AtStep): Sheet | undefined {
  return sheet?.step === step.id ? sheet : undefined;
}

function scroll(looking: AtStep, by: number): ViewAction {
  const { view, state, step, logs, finder, measured } = looking;
  if (measured.textRows > 0) {
    const top = Math.min(measured.textRows, Math.max(0, (view.text ?? 0) + by));
    return { type: 'text', step: step.id, top };
  }
  const sheet = sheetOf(looking);
  if (sheet !== undefined) {
    const last = Math.max(0, sheet.rows - measured.logHeight);
    return { type: 'scroll', step: step.id, top: Math.min(last, Math.max(0, sheet.top + by)) };
  }
  const place = { step: step.id, target: shownTarget(state, step, view) };
  const reader = logReader({ logs, finder, place, filter: view.reading.filter });
  const tail = measured.logTail;
  const to = Math.max(0, topRank(reader, { top: view.top, tail }) + by);
  const follows = to >= reader.count - tail;
  return { type: 'scroll', step: step.id, top: follows ? undefined : reader.numberAt(to) };
}
