import type { Step } from '../../plan/plan.ts';
import type { RunState } from '../../run/state.ts';
import { type HostState, hostStates } from '../../session/host-states.ts';
import type { LogBook } from '../../session/log-book.ts';
import type { Silences } from '../../session/silences.ts';
import { hostStatus } from '../hosts/host-status.ts';
import { hostTabs } from '../hosts/host-tabs.ts';
import { hostGrid } from '../hosts/hosts-grid.ts';
import type { Size } from '../layout.ts';
import { type Line, type Span, span } from '../line.ts';
import { modeShown } from '../shown.ts';
import { paint, type Theme } from '../theme.ts';
import type { LogMode, View } from '../view.ts';
import { cutStyled } from './cut-styled.ts';
import { foldedRows, groupIndex, groupRows, holds, hostGroups } from './folded-log.ts';
import type { LogFinder } from './log-finder.ts';
import type { NumberedLine } from './log-reader.ts';
import { type LogPage, mergedLog } from './merged-log.ts';

export type LogFacts = {
  readonly state: RunState;
  readonly step: Step;
  readonly logs: LogBook;
  readonly silences: Silences;
  readonly now: number;
  readonly finder: LogFinder;
  readonly view: Pick<View, 'target' | 'top' | 'mode' | 'reading'>;
  readonly theme: Theme;
  readonly colour: boolean;
  readonly size: Size;
};

export type LogRows = {
  /** Painted, ready for the screen. */
  readonly rows: readonly string[];
  /** How many of them are log lines, or rows of the sheet. */
  readonly height: number;
  /** How many lines fit at the end of the log; undefined for a sheet. */
  readonly tail: number | undefined;
  readonly page: LogPage | undefined;
  /** Not all of it was searched, or filtered, yet. */
  readonly busy: boolean;
  /** The lines on the screen; none for a sheet. */
  readonly shown: readonly NumberedLine[];
  readonly sheet: Sheet | undefined;
};

/** Folded output, or a grid: rows that don't follow an end, and the hosts in them. */
export type Sheet = {
  readonly step: string;
  readonly mode: Exclude<LogMode, 'merged'>;
  /** How many rows there are, and the first that is shown. */
  readonly rows: number;
  readonly top: number;
  /** Groups of hosts, or rows of the grid. */
  readonly cells: readonly (readonly string[])[];
};

/** The hosts' states, where in the log this is, and only those rows that fit. */
export function logRows(facts: LogFacts): LogRows {
  const { step, logs, view, theme, size } = facts;
  const states = hostStates({ ...facts, written: logs.targets(step.id) });
  const tabs = hostTabs({ states, chosen: view.target, width: size.width });
  const height = Math.max(1, size.height - tabs.length - 1);
  const body = logBody(facts, states, height);
  const status = hostStatus({ states, chosen: view.target, place: body.place, width: size.width });
  const head = [...tabs, status].map((line) => paint(line, theme));
  const { height: seen, tail, page, shown = [], busy = false, sheet } = body;
  return {
    rows: [...head, ...body.rows].slice(0, size.height),
    height: seen,
    tail,
    page,
    shown,
    busy,
    sheet,
  };
}

/** The rows alone, `height` of them at the most, and where in the log that is. */
export function logBody(facts: LogFacts, states: readonly HostState[], height: number): LogBody {
  return bodies[modeShown(facts.view.mode, states.length)](facts, states, height);
}

export type LogBody = Pick<LogRows, 'rows' | 'height'> & Partial<LogRows> & { readonly place: Span };

const bodies: Readonly<
  Record<LogMode, (facts: LogFacts, states: readonly HostState[], height: number) => LogBody>
> = { merged: mergedBody, folded: foldedBody, grid: gridBody };

function mergedBody(facts: LogFacts, states: readonly HostState[], room: number): LogBody {
  const { width } = facts.size;
  const targets = states.map(({ target }) => target);
  const { head, ...body } = mergedLog({ ...facts, targets, size: { width, height: room } });
  return { ...body, rows: [...head.map((line) => paint(line, facts.theme)), ...body.rows] };
}

/** The groups by name, then the lines of each group once. */
function foldedBody(facts: LogFacts, states: readonly HostState[], room: number): LogBody {
  const { step, logs, view, theme, colour, size } = facts;
  const { width } = size;
  const groups = hostGroups({ states, step: step.id, logs });
  const most = Math.max(1, Math.floor(room / 2));
  const index = groupIndex(groups, { chosen: view.target, width, most });
  const height = Math.max(1, room - index.length);
  const rows = groups.reduce((sum, group) => sum + groupRows(group), 0);
  const at = groups.findIndex((group) => holds(group, view.target));
  const begin = groups.slice(0, Math.max(0, at)).reduce((sum, group) => sum + groupRows(group), 0);
  const top = Math.max(0, Math.min(view.top ?? begin, rows - height));
  const cells = groups.map((group) => group.states.map(({ target }) => target));
  const shown = foldedRows({ groups, step: step.id, logs, top, bottom: top + height, width });
  return {
    rows: [
      ...index.map((line) => paint(line, theme)),
      ...shown.map((row) =>
        row.type === 'line'
          ? paint(row.line, theme)
          : `  ${cutStyled(row.text, { width: width - 2, colour })}`,
      ),
    ],
    height,
    sheet: { step: step.id, mode: 'folded', rows, top, cells },
    place: placeOf('folded', { rows, top, height }),
  };
}

function gridBody(facts: LogFacts, states: readonly HostState[], height: number): LogBody {
  const { step, view, theme, size } = facts;
  const grid = hostGrid({ states, chosen: view.target, width: size.width });
  const rows = grid.rows.length;
  const at = grid.cells.findIndex((row) => view.target !== undefined && row.includes(view.target));
  const top = Math.max(0, Math.min(view.top ?? at - Math.floor(height / 2), rows - height));
  return {
    rows: grid.rows.slice(top, top + height).map((line: Line) => paint(line, theme)),
    height,
    sheet: { step: step.id, mode: 'grid', rows, top, cells: grid.cells },
    place: placeOf('grid', { rows, top, height }),
  };
}

function placeOf(
  mode: LogMode,
  { rows, top, height }: { readonly rows: number; readonly top: number; readonly height: number },
): Span {
  if (rows <= height) return span(`${mode} `, 'dim');
  return span(`${mode} ${top + 1}-${Math.min(rows, top + height)} of ${rows} `, top > 0 ? 'warn' : 'dim');
}
