import type { Dialog } from './dialog/dialog.ts';
import { putAway, reduceSplit, type Split, type SplitChange, toTimeline } from './split/split-view.ts';

export type Pane = 'timeline' | 'step';

/** How the output of many hosts is shown: line by line, hosts with the same output together, or their states only. */
export type LogMode = 'merged' | 'folded' | 'grid';

/** What the person at this keyboard looks at; nothing of it is recorded. */
export type View = Sight & {
  readonly pane: Pane;
  readonly zoom: boolean;
  /** Several logs at once; undefined: there never were. */
  readonly split: Split | undefined;
  /** A line that is being typed at the bottom: what to look for. */
  readonly prompt: Prompt | undefined;
  /** First row of the help that is shown; undefined: no help. */
  readonly help: number | undefined;
  readonly dialog: Dialog | undefined;
  readonly message: Message | undefined;
};

/** One step, and where in its text and its log. */
export type Sight = {
  /** Undefined: the step that needs somebody, whichever that is. */
  readonly selected: string | undefined;
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
  readonly reading: LogReading;
};

/** How the log is read; in a log of one step only, what is looked for in it. */
export type LogReading = {
  readonly search: string | undefined;
  /** Number of the line that the search stands on. */
  readonly hit: number | undefined;
  /** Only these lines; `!` before it: all others. */
  readonly filter: string | undefined;
  readonly times: LogTimes;
  /** Long lines go on in the next row. */
  readonly wrap: boolean;
  /** What was taken out of the output stands there as something one can see. */
  readonly controls: boolean;
};

/** Times beside the lines: of the day, of the clock of S (or D), or since the attempt began. */
export type LogTimes = 'clock' | 'offset' | 'step';

export type Prompt = { readonly kind: PromptKind; readonly input: string; readonly hint: string | undefined };

export type PromptKind = 'search' | 'filter' | 'moment' | 'split';

export type Message = { readonly tone: 'good' | 'warn' | 'bad'; readonly text: string };

export type ViewAction =
  | { readonly type: 'select'; readonly step: string | undefined }
  | { readonly type: 'pane'; readonly pane: Pane }
  | { readonly type: 'zoom' }
  | { readonly type: 'split'; readonly change: SplitChange }
  | { readonly type: 'mode'; readonly mode: LogMode }
  /** The checklist, wherever it is hidden. */
  | { readonly type: 'uncover'; readonly step: string }
  /** `step` stays on the screen from now on: whoever reads its log must not lose it. */
  | { readonly type: 'target'; readonly step: string; readonly target: string | undefined }
  | { readonly type: 'scroll'; readonly step: string; readonly top: number | undefined }
  | { readonly type: 'text'; readonly step: string; readonly top: number | undefined }
  | { readonly type: 'item'; readonly step: string; readonly item: number | undefined }
  /** How the log of the step is read from now on. */
  | { readonly type: 'read'; readonly step: string; readonly reading: Partial<LogReading> }
  /** To a line of the log that was looked for. */
  | { readonly type: 'hit'; readonly step: string; readonly hit: number; readonly top: number }
  | { readonly type: 'prompt'; readonly prompt: Prompt | undefined }
  | { readonly type: 'help'; readonly top: number | undefined }
  | { readonly type: 'dialog'; readonly dialog: Dialog | undefined }
  | { readonly type: 'message'; readonly message: Message | undefined }
  /** Nothing has changed, and yet everything is to be drawn. */
  | { readonly type: 'redraw' };

export const initialView: View = {
  selected: undefined,
  pane: 'timeline',
  zoom: false,
  split: undefined,
  mode: 'merged',
  target: undefined,
  turned: false,
  top: undefined,
  text: undefined,
  item: undefined,
  reading: {
    search: undefined,
    hit: undefined,
    filter: undefined,
    times: 'clock',
    wrap: false,
    controls: false,
  },
  prompt: undefined,
  help: undefined,
  dialog: undefined,
  message: undefined,
};

export function reduceView(view: View, action: ViewAction): View {
  switch (action.type) {
    case 'select':
      return select(view, action.step);
    case 'pane':
      // In a split it goes with the focus.
      return view.split?.shown === true ? view : { ...view, pane: action.pane };
    case 'zoom':
      return { ...view, zoom: !view.zoom, text: undefined };
    case 'split':
      return reduceSplit(view, action.change);
    case 'mode':
      return { ...view, mode: action.mode, top: undefined };
    case 'uncover':
      return { ...putAway(view), selected: action.step, pane: 'step', zoom: false, text: undefined };
    case 'target':
      return {
        ...view,
        selected: action.step,
        target: action.target,
        turned: true,
        top: undefined,
        reading: { ...view.reading, hit: undefined },
      };
    case 'scroll':
      return { ...view, selected: action.top === undefined ? view.selected : action.step, top: action.top };
    case 'text':
      return { ...view, selected: action.step, text: action.top };
    case 'item':
      return { ...view, selected: action.step, item: action.item, text: undefined };
    case 'read':
      return { ...view, selected: action.step, reading: { ...view.reading, ...action.reading } };
    case 'hit': {
      const reading = { ...view.reading, hit: action.hit };
      return { ...view, selected: action.step, mode: 'merged', top: action.top, reading };
    }
    case 'prompt':
      return { ...view, prompt: action.prompt };
    case 'help':
      return { ...view, help: action.top };
    case 'dialog':
      return { ...view, dialog: action.dialog, prompt: undefined };
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

function select(view: View, step: string | undefined): View {
  if (view.split?.shown === true && view.split.focus > 0 && step === view.selected) return view;
  const free = toTimeline(view);
  return { ...free, ...fromItsStart, selected: step, reading: { ...free.reading, ...nothingSought } };
}

const nothingSought = { search: undefined, hit: undefined, filter: undefined } as const;

const fromItsStart = {
  target: undefined,
  turned: false,
  top: undefined,
  text: undefined,
  item: undefined,
} as const;
