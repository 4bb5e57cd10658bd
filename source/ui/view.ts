import type { Dialog } from './dialog/dialog.ts';

export type Pane = 'timeline' | 'step';

/** How the output of many hosts is shown: line by line, hosts with the same output together, or their states only. */
export type LogMode = 'merged' | 'folded' | 'grid';

/** What the person at this keyboard looks at; nothing of it is recorded. */
export type View = {
  /** Undefined: the step that needs somebody, whichever that is. */
  readonly selected: string | undefined;
  readonly pane: Pane;
  readonly zoom: boolean;
  /** Means something only where a step runs on several hosts. */
  readonly mode: LogMode;
  /** Undefined: all hosts. */
  readonly target: string | undefined;
  /** Whether a person chose the target; until then it is the first host that failed, or all. */
  readonly turned: boolean;
  /** Number of the line at the top of the log, of the row where hosts are folded or in a grid; undefined: its end, and following, or the chosen host. */
  readonly top: number | undefined;
  /** First row of what is known of the step; undefined: where the marked item is. */
  readonly text: number | undefined;
  /** The marked checklist item; undefined: the first open one, else the one answered last. */
  readonly item: number | undefined;
  /** First row of the help that is shown; undefined: no help. */
  readonly help: number | undefined;
  readonly dialog: Dialog | undefined;
  readonly message: Message | undefined;
};

export type Message = { readonly tone: 'good' | 'warn' | 'bad'; readonly text: string };

export type ViewAction =
  | { readonly type: 'select'; readonly step: string | undefined }
  | { readonly type: 'pane'; readonly pane: Pane }
  | { readonly type: 'zoom' }
  | { readonly type: 'mode'; readonly mode: LogMode }
  /** The checklist, wherever it is hidden. */
  | { readonly type: 'uncover'; readonly step: string }
  /** `step` stays on the screen from now on: whoever reads its log must not lose it. */
  | { readonly type: 'target'; readonly step: string; readonly target: string | undefined }
  | { readonly type: 'scroll'; readonly step: string; readonly top: number | undefined }
  | { readonly type: 'text'; readonly step: string; readonly top: number | undefined }
  | { readonly type: 'item'; readonly step: string; readonly item: number | undefined }
  | { readonly type: 'help'; readonly top: number | undefined }
  | { readonly type: 'dialog'; readonly dialog: Dialog | undefined }
  | { readonly type: 'message'; readonly message: Message | undefined }
  /** Nothing has changed, and yet everything is to be drawn. */
  | { readonly type: 'redraw' };

export const initialView: View = {
  selected: undefined,
  pane: 'timeline',
  zoom: false,
  mode: 'merged',
  target: undefined,
  turned: false,
  top: undefined,
  text: undefined,
  item: undefined,
  help: undefined,
  dialog: undefined,
  message: undefined,
};

export function reduceView(view: View, action: ViewAction): View {
  switch (action.type) {
    case 'select':
      return { ...view, ...fromItsStart, selected: action.step };
    case 'pane':
      return { ...view, pane: action.pane };
    case 'zoom':
      return { ...view, zoom: !view.zoom, text: undefined };
    case 'mode':
      return { ...view, mode: action.mode, top: undefined };
    case 'uncover':
      return { ...view, selected: action.step, pane: 'step', zoom: false, text: undefined };
    case 'target':
      return { ...view, selected: action.step, target: action.target, turned: true, top: undefined };
    case 'scroll':
      return { ...view, selected: action.top === undefined ? view.selected : action.step, top: action.top };
    case 'text':
      return { ...view, selected: action.step, text: action.top };
    case 'item':
      return { ...view, selected: action.step, item: action.item, text: undefined };
    case 'help':
      return { ...view, help: action.top };
    case 'dialog':
      return { ...view, dialog: action.dialog };
    case 'message':
      return { ...view, message: action.message };
    case 'redraw':
      return { ...view };
    default: {
      const never: never = action;
      return never;
    }
  }
}

const fromItsStart = {
  target: undefined,
  turned: false,
  top: undefined,
  text: undefined,
  item: undefined,
} as const;
