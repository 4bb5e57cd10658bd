import { isComfortable, splitFits } from './split/split-layout.ts';

/** Where the panes are. Numbers are cells; what is missing is not on the screen. */
export type Layout =
  | { readonly type: 'too-small' }
  | {
      readonly type: 'screen';
      readonly columns: number;
      readonly bodyHeight: number;
      readonly timeline: Size | undefined;
      /** A bar between the panes. */
      readonly divided: boolean;
      readonly step: Size | undefined;
      /** Rows of a question, at the bottom of the step's pane. */
      readonly dialog: Size | undefined;
    };

export type Size = { readonly width: number; readonly height: number };

export const smallest = { columns: 60, rows: 15 };

/** Two panes where there is room for both, else one at a time. */
export function layoutOf({
  columns,
  rows,
  pane,
  zoom,
  replay,
  split,
  dialogRows,
}: {
  readonly columns: number;
  readonly rows: number;
  readonly pane: 'timeline' | 'step';
  readonly zoom: boolean;
  readonly replay: boolean;
  /** How many logs are to be seen at once; undefined: one, under its step. */
  readonly split?: number | undefined;
  /** Rows a question needs at this width; undefined: none is open. */
  readonly dialogRows: ((width: number) => number) | undefined;
}): Layout {
  if (columns < smallest.columns || rows < smallest.rows) return { type: 'too-small' };
  const bodyHeight = rows - fixedRows - (replay ? 1 : 0);
  const screen = { type: 'screen', columns, bodyHeight } as const;
  const wide =
    columns >= twoPanes &&
    (split === undefined || pane === 'timeline' || isRoomBeside({ columns, bodyHeight, split }));
  const left = wide && !zoom ? timelineWidth(columns) : columns;
  const right = wide && !zoom ? columns - left - 1 : columns;
  const asked = dialogRows === undefined ? 0 : Math.min(bodyHeight, dialogRows(right));
  const dialog = dialogRows === undefined ? undefined : { width: right, height: asked };
  const free = bodyHeight - asked;
  if (zoom || (!wide && pane === 'step')) {
    return { ...screen, timeline: undefined, divided: false, step: sized(right, free), dialog };
  }
  if (!wide) return { ...screen, timeline: sized(left, free), divided: false, step: undefined, dialog };
  const timeline = { width: left, height: bodyHeight };
  return { ...screen, timeline, divided: true, step: sized(right, free), dialog };
}

/** Beside the timeline, whose own place it is only where all logs have enough of it. */
function isRoomBeside({
  columns,
  bodyHeight,
  split,
}: {
  readonly columns: number;
  readonly bodyHeight: number;
  readonly split: number;
}): boolean {
  const width = columns - timelineWidth(columns) - 1;
  return isComfortable(width) && splitFits({ width, height: bodyHeight }, split);
}

function sized(width: number, height: number): Size | undefined {
  return height > 0 ? { width, height } : undefined;
}

function timelineWidth(columns: number): number {
  return Math.min(76, Math.round(columns * 0.5));
}

/** Two of the header, the rule, the status line and the footer. */
const fixedRows = 5;
export const twoPanes = 100;
