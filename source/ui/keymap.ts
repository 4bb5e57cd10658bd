import type { Intent } from './intent.ts';

/**
 * Where a key works: while a run is open, in a replay, or over the help; before these, while something is searched
 * for, while only some lines are shown, and while several logs are. Dialogs take text.
 */
export type KeyContext = 'run' | 'replay' | 'help' | 'searching' | 'filtering' | 'split';

export type KeyBinding = {
  /** Names as `readPress` gives them. */
  readonly keys: readonly string[];
  /** How the keys are shown. */
  readonly shown: string;
  readonly intent: Intent;
  /** In the footer. */
  readonly label: string;
  /** In the help. */
  readonly help: string;
  /** The footer drops the lowest first; 0 stays out of it. */
  readonly weight: number;
};

type Row = readonly [
  intent: Intent,
  keys: readonly string[],
  shown: string,
  label: string,
  weight: number,
  help: string,
];

const digits = ['1', '2', '3', '4', '5', '6', '7', '8', '9'];

const menuRow: Row = ['menu', ['ctrl+c'], 'ctrl-c', 'leave', 0, 'asks whether to leave; it stops nothing'];
const redrawRow: Row = [
  'redraw',
  ['ctrl+l'],
  'ctrl-l',
  'redraw',
  0,
  'draw the screen anew, if something else wrote across it',
];

const runRows: readonly Row[] = [
  [
    'act',
    ['enter'],
    'enter',
    'start',
    100,
    'what the step needs next: start, check, confirm, vote, settle, try again',
  ],
  ['sign', ['c'], 'c', 'confirm', 70, 'confirm, or vote go or no-go, by typing the word'],
  ['pass', ['p'], 'p', 'pass', 84, 'checklist: the marked item is passed'],
  ['fail', ['x'], 'x', 'fail', 83, 'checklist: the marked item failed; asks what is wrong'],
  ['not-applicable', ['-'], '-', 'n/a', 82, 'checklist: the marked item does not apply'],
  ['ask', ['a'], 'a', 'ask', 81, 'checklist: run the check of the marked item; the answer is still yours'],
  ['choose-item', digits, '1-9', 'item', 22, 'checklist: mark this item'],
  ['skip', ['s'], 's', 'skip', 60, 'skip the step, with a reason'],
  ['retry', ['r'], 'r', 'retry', 65, 'a failed step: all again, only what is open, edited, by hand, ...'],
  [
    'recycle',
    ['R'],
    'R',
    'back to',
    34,
    'back to this step: it and all that wait for it begin anew, with a reason',
  ],
  ['stop', ['t'], 't', 'stop', 66, 'stop what the step runs'],
  ['settle', ['u'], 'u', 'settle', 40, 'say how an unknown attempt ended'],
  ['edit', ['E'], 'E', 'edit', 38, 'edit what the step runs, for this run only, in your editor'],
  ['by-hand', ['d'], 'd', 'by hand', 42, 'say that the work was done by other means'],
  ['host', ['X'], 'X', 'leave out', 32, 'leave a host out of the run, or take it in again'],
  ['shell', ['!'], '!', 'shell', 48, 'a shell on the host of the step, in this terminal'],
  ['hold', ['h'], 'h', 'hold', 58, 'hold the run: nothing starts until it is released (h again)'],
  ['previous-target', ['left', '['], '← [', 'host', 0, 'log of the host before'],
  ['next-target', ['right', ']'], '→ ]', 'next host', 30, 'log of the next host; all hosts come first'],
  ['note', ['n'], 'n', 'note', 55, 'write a note into the journal'],
  ['fallback', ['f'], 'f', 'FALL BACK', 95, 'call the fallback; first shows what will happen'],
  ['end', ['e'], 'e', 'end', 45, 'end the run, or abort it with a reason'],
];

const replayRows: readonly Row[] = [
  ['play', [' '], 'space', 'pause', 100, 'play or pause'],
  ['back', ['left'], '←', '-10s', 70, 'ten seconds back'],
  ['forward', ['right'], '→', '+10s', 70, 'ten seconds on'],
  ['minute-back', ['{'], '{', '-1m', 62, 'a minute back'],
  ['minute-forward', ['}'], '}', '+1m', 62, 'a minute on'],
  ['moment', [':'], ':', 'time', 60, 'to a moment: S+35m, D+5m, 05:40'],
  ['previous-mark', ['['], '[', 'prev', 80, 'to the mark before: a step, a failure, a decision, a note'],
  ['next-mark', [']'], ']', 'next', 80, 'to the next mark'],
  ['slower', ['<'], '<', 'slower', 52, 'half the speed'],
  ['faster', ['>'], '>', 'faster', 52, 'twice the speed'],
  ['previous-target', ['h'], 'h', 'host', 0, 'log of the host before'],
  ['next-target', ['l'], 'l', 'next host', 30, 'log of the next host; all hosts come first'],
  ['jump', ['g', 'enter'], 'g', 'to step', 72, 'to the moment the chosen step started'],
];

const searchHelp = 'log: search: text or regular expression; a capital counts as one';

const screenRows: readonly Row[] = [
  ['up', ['up', 'k'], '↑ k', 'up', 0, 'up: in the steps, the checklist, the text or the log'],
  ['down', ['down', 'j'], '↓ j', 'down', 0, 'down'],
  ['next-pane', ['tab', 'shift+tab'], 'tab', 'pane', 75, 'the other pane: the steps, or the chosen step'],
  ['page-up', ['pageup', 'b'], 'pgup b', 'back', 0, 'text or log: a page back'],
  ['page-down', ['pagedown', 'v'], 'pgdn v', 'on', 0, 'text or log: a page on'],
  ['top', ['home'], 'home', 'top', 0, 'text or log: to its beginning'],
  ['follow', ['end', 'G'], 'end G', 'follow', 25, 'text or log: to its end; the log follows'],
  ['zoom', ['z'], 'z', 'zoom', 50, 'the log, or the text, alone over the whole screen, and back'],
  ['log-mode', ['m'], 'm', 'mode', 28, 'log: all lines, hosts with the same output together, or the hosts'],
  ['split', ['|'], '|', 'split', 24, 'log: up to four hosts or steps at once; asks which'],
  ['search', ['/'], '/', 'search', 54, searchHelp],
  [
    'filter',
    ['&'],
    '&',
    'filter',
    20,
    'log: only lines that have it (text or expression); `!`: that lack it',
  ],
  ['error', ['i'], 'i', 'error', 26, 'log: to the first line that looks like an error, then to the next'],
  ['wrap', ['w'], 'w', 'wrap', 0, 'log: long lines on several rows, or cut'],
  ['times', ['o'], 'o', 'times', 0, 'log: time of day, S offset, since the attempt began'],
  ['controls', ['V'], 'V', 'controls', 0, 'log: show what was taken out of it, as ␛[2J'],
  ['pager', ['L'], 'L', 'pager', 18, 'log: all of it in your pager ($PAGER, else less)'],
  ['copy', ['y'], 'y', 'copy', 16, 'log: copy the marked line, else those on the screen'],
  ['current', ['.'], '.', 'current', 35, 'to the step that needs somebody, and follow it'],
  ['help', ['?'], '?', 'help', 90, 'this help'],
  ['leave', ['q'], 'q', 'leave', 88, 'leave the screen; the run stays open'],
  menuRow,
  redrawRow,
];

const helpRows: readonly Row[] = [
  ['help', ['?', 'esc', 'q', 'enter'], '? esc', 'close', 100, 'close the help'],
  ['up', ['up', 'k'], '↑ k', 'up', 50, 'up in the help'],
  ['down', ['down', 'j'], '↓ j', 'down', 50, 'down in the help'],
  ['page-up', ['pageup', 'b'], 'pgup', 'back', 40, 'a page back'],
  ['page-down', ['pagedown', 'v', ' '], 'pgdn', 'on', 45, 'a page on'],
  menuRow,
  redrawRow,
];

const endRow = (what: string): Row => ['end-search', ['esc'], 'esc', 'end search', 97, what];

const searchingRows: readonly Row[] = [
  ['next-hit', ['n'], 'n', 'next hit', 98, 'to the next line that has it (a note: esc first, then n)'],
  ['previous-hit', ['N'], 'N', 'previous', 93, 'to the one before'],
  endRow('end the search, then the filter'),
];

const filteringRows: readonly Row[] = [
  ['end-search', ['esc'], 'esc', 'clear', 94, 'unmark the line, then show all lines again'],
];

const splitRows: readonly Row[] = [
  ['split', ['|'], '|', 'split', 92, 'others, one more, or one less'],
  ['next-pane', ['tab', 'shift+tab'], 'tab', 'pane', 90, 'the next pane; the steps come after the last one'],
  ['split-pane', ['1', '2', '3', '4'], '1-4', 'pane', 91, 'this pane: all keys of the log mean it'],
  ['close-split', ['esc'], 'esc', 'one log', 76, 'only the log of this pane; | | brings the others back'],
];

const replayHelp: Partial<Readonly<Record<Intent, string>>> = {
  leave: 'leave the replay, at once',
  menu: 'leave the replay, at once',
  search: 'search all output of the run; goes to the moment when it was written',
};

/** The one table: it drives the keys, the footer and the help. */
export const keymap: Readonly<Record<KeyContext, readonly KeyBinding[]>> = {
  run: [...runRows, ...screenRows].map(toBinding),
  replay: [...replayRows, ...screenRows].map(inReplay).map(toBinding),
  help: helpRows.map(toBinding),
  searching: searchingRows.map(toBinding),
  filtering: filteringRows.map(toBinding),
  split: splitRows.map(toBinding),
};

/** Of several contexts the first that knows the key. */
export function bindingFor(
  contexts: KeyContext | readonly KeyContext[],
  key: string,
): KeyBinding | undefined {
  return bindingsOf(contexts).find(({ keys }) => keys.includes(key));
}

/** The keys that work: those of an earlier context come before those of a later one. */
export function bindingsOf(contexts: KeyContext | readonly KeyContext[]): readonly KeyBinding[] {
  const taken = new Set<string>();
  return [contexts].flat().flatMap((context) => {
    const free = keymap[context].filter(({ keys }) => !keys.some((key) => taken.has(key)));
    for (const { keys } of free) for (const key of keys) taken.add(key);
    return free;
  });
}

/** Keys that only move; they work also when several arrive at once. */
export function steers(intent: Intent): boolean {
  return steering.has(intent);
}

const steering: ReadonlySet<Intent> = new Set(['up', 'down', 'next-target', 'previous-target']);

/** A replay runs nothing that leaving could hurt, and knows all that was written. */
function inReplay(row: Row): Row {
  const [intent, keys, shown, label, weight] = row;
  const help = replayHelp[intent];
  return help === undefined ? row : [intent, keys, shown, label, weight, help];
}

function toBinding([intent, keys, shown, label, weight, help]: Row): KeyBinding {
  return { intent, keys, shown, label, weight, help };
}
