import { constants } from 'node:os';
import pty from '@lydell/node-pty';
import xterm from '@xterm/headless';
import { type Cell, type Cursor, drawScreen, screenCell, screenCursor, screenRows } from './screen.ts';

export type TerminalOptions = {
  readonly command: string;
  readonly args?: readonly string[];
  /** The whole environment of the program; TERM is added. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly cwd?: string;
  readonly cols?: number;
  readonly rows?: number;
};

export type TerminalExit = { readonly code: number; readonly signal: NodeJS.Signals | undefined };

export type WaitOptions = {
  /** Milliseconds; 15 s by default. */
  readonly timeout?: number;
  /** What is waited for, for the message. */
  readonly what?: string;
};

/** Text, a pattern, or a function of the rows; a text or pattern may be anywhere on the screen. */
export type Expected = string | RegExp | ((rows: string[]) => boolean);

export type Terminal = {
  readonly pid: number;
  readonly write: (text: string) => void;
  readonly resize: (cols: number, rows: number) => void;
  /** The visible rows, without blanks at their ends. */
  readonly screen: () => string[];
  readonly text: () => string;
  readonly cell: (row: number, column: number) => Cell;
  readonly cursor: () => Cursor;
  readonly cursorHidden: () => boolean;
  readonly title: () => string;
  /** Whether the program shows its own screen, which gives the old one back at the end. */
  readonly alternateScreen: () => boolean;
  readonly bracketedPaste: () => boolean;
  /** Every byte that came so far. */
  readonly output: () => string;
  /** Resolves as soon as the screen is as expected; throws with the screen when the time is up or the program ends. */
  readonly waitFor: (expected: Expected, options?: WaitOptions) => Promise<void>;
  /** Once the program has ended and all of its output is on the screen. */
  readonly exit: Promise<TerminalExit>;
  readonly kill: (signal?: NodeJS.Signals) => void;
  /** Ends the program if it still runs. */
  readonly close: () => Promise<void>;
};

/** Starts a program in a real pseudo-terminal and draws what it writes, as a person would see it. */
export function openTerminal(options: TerminalOptions): Terminal {
  const { command, args = [], env = process.env, cwd = process.cwd(), cols = 120, rows = 40 } = options;
  const emulator = new xterm.Terminal({ cols, rows, allowProposedApi: true, scrollback: 5000 });
  const child = pty.spawn(command, [...args], {
    name: 'xterm-256color',
    cols,
    rows,
    cwd,
    env: { COLORTERM: 'truecolor', ...env, TERM: 'xterm-256color' },
  });
  const watchers = new Set<() => void>();
  const look = () => {
    for (const watcher of [...watchers]) watcher();
  };
  let output = '';
  let title = '';
  let cursorHidden = false;
  let ended: TerminalExit | undefined;
  emulator.onTitleChange((text) => {
    title = text;
  });
  // Answers of a real terminal to what programs ask of it.
  emulator.onData((answer) => {
    if (ended === undefined) child.write(answer);
  });
  for (const [final, hidden] of [
    ['h', false],
    ['l', true],
  ] as const) {
    emulator.parser.registerCsiHandler({ prefix: '?', final }, (parameters) => {
      if (parameters.includes(25)) cursorHidden = hidden;
      return false;
    });
  }
  child.onData((data) => {
    output += data;
    emulator.write(data, look);
  });
  const exit = new Promise<TerminalExit>((resolve) => {
    child.onExit(({ exitCode, signal }) => {
      emulator.write('', () => {
        ended = { code: exitCode, signal: signalName(signal) };
        resolve(ended);
        look();
      });
    });
  });
  const screen = () => screenRows(emulator);
  const kill = (signal: NodeJS.Signals = 'SIGTERM') => {
    if (ended === undefined) child.kill(signal);
  };
  return {
    pid: child.pid,
    write: (text) => child.write(text),
    resize: (newCols, newRows) => {
      emulator.resize(newCols, newRows);
      child.resize(newCols, newRows);
    },
    screen,
    text: () => screen().join('\n'),
    cell: (row, column) => screenCell(emulator, { row, column }),
    cursor: () => screenCursor(emulator),
    cursorHidden: () => cursorHidden,
    title: () => title,
    alternateScreen: () => emulator.buffer.active.type === 'alternate',
    bracketedPaste: () => emulator.modes.bracketedPasteMode,
    output: () => output,
    waitFor: (expected, { timeout = 15_000, what = String(expected) } = {}) =>
      new Promise((resolve, reject) => {
        // Made here, its stack names the test's line.
        const failure = new Error(what);
        const finish = (problem?: string) => {
          clearTimeout(limit);
          watchers.delete(watcher);
          failure.message = `${problem}: ${what}\n${drawScreen(screen(), emulator.cols)}`;
          if (problem === undefined) resolve();
          else reject(failure);
        };
        const watcher = () => {
          // Half a frame is nothing that a person sees.
          if (!emulator.modes.synchronizedOutputMode && matches(expected, screen())) finish();
          else if (ended !== undefined) finish(`the program ended (${describeExit(ended)}) before`);
        };
        const limit = setTimeout(() => finish(`not seen within ${timeout} ms`), timeout);
        watchers.add(watcher);
        watcher();
      }),
    exit,
    kill,
    close: async () => {
      kill('SIGKILL');
      await exit;
      emulator.dispose();
    },
  };
}

function matches(expected: Expected, rows: string[]): boolean {
  if (typeof expected === 'function') return expected(rows);
  const text = rows.join('\n');
  return typeof expected === 'string' ? text.includes(expected) : expected.test(text);
}

function signalName(number: number | undefined): NodeJS.Signals | undefined {
  if (number === undefined || number === 0) return undefined;
  for (const [name, value] of Object.entries(constants.signals)) {
    if (value === number) return name as NodeJS.Signals;
  }
  return undefined;
}

function describeExit({ code, signal }: TerminalExit): string {
  return signal === undefined ? `exit ${code}` : signal;
}
