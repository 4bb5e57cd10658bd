import { PassThrough, Writable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import xterm from '@xterm/headless';
import type { Session } from '../../source/session/session.ts';
import { runApp } from '../../source/ui/app.tsx';
import type { AppEnd } from '../../source/ui/app-end.ts';
import type { Hands } from '../../source/ui/hand-over.ts';
import type { ThemeName } from '../../source/ui/theme-name.ts';
import { drawScreen, screenRows } from './screen.ts';

export type RenderedApp = {
  /** Each text arrives as one read; a frame is awaited after it. */
  readonly type: (...inputs: readonly string[]) => Promise<void>;
  /** The characters one by one, as a person types. */
  readonly typeSlowly: (text: string) => Promise<void>;
  readonly rows: () => readonly string[];
  readonly text: () => string;
  /** All that went to the terminal. */
  readonly written: () => string;
  /** Something else writes to the same terminal. */
  readonly scribble: (text: string) => Promise<void>;
  readonly resize: (columns: number, rows: number) => Promise<void>;
  /** Moves the wall clock that guards the questions. */
  readonly wait: (ms: number) => void;
  readonly settle: () => Promise<void>;
  readonly alternate: () => boolean;
  readonly end: Promise<AppEnd>;
  readonly close: () => Promise<void>;
};

/** The whole app on streams of its own, drawn by a terminal emulator. */
export async function renderApp({
  session,
  columns = 120,
  rows = 40,
  ascii = false,
  theme = 'dark',
  colour = false,
  hands,
  leave,
}: {
  readonly session: Session;
  readonly columns?: number;
  readonly rows?: number;
  readonly ascii?: boolean;
  readonly theme?: ThemeName;
  readonly colour?: boolean;
  readonly hands?: Hands;
  readonly leave?: AbortSignal;
}): Promise<RenderedApp> {
  const emulator = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true, convertEol: true });
  const stdout = new Screen(emulator);
  const stdin = Object.assign(new PassThrough(), {
    isTTY: true,
    setRawMode: () => stdin,
    ref: () => stdin,
    unref: () => stdin,
  });
  let wall = 0;
  const end = runApp({
    session,
    // Only what Ink uses of a terminal's streams.
    stdin: stdin as unknown as NodeJS.ReadStream,
    stdout: stdout as unknown as NodeJS.WriteStream,
    theme,
    ascii,
    colour,
    wall: () => wall,
    hands,
    ...(leave === undefined ? {} : { leave }),
  });
  const settle = async (): Promise<void> => {
    await delay(35);
    await new Promise<void>((resolve) => emulator.write('', resolve));
  };
  const type = async (...inputs: readonly string[]): Promise<void> => {
    for (const input of inputs) {
      stdin.write(input);
      // Ink waits 20 ms for what might follow an escape.
      if (input === '\u001b') await delay(60);
      await settle();
    }
  };
  await settle();
  return {
    type,
    typeSlowly: (text) => type(...text),
    rows: () => screenRows(emulator),
    written: () => stdout.written,
    text: () => drawScreen(screenRows(emulator), emulator.cols),
    scribble: (text) => new Promise((resolve) => emulator.write(text, resolve)),
    resize: async (nextColumns, nextRows) => {
      emulator.resize(nextColumns, nextRows);
      stdout.columns = nextColumns;
      stdout.rows = nextRows;
      stdout.emit('resize');
      await settle();
    },
    wait: (ms) => {
      wall += ms;
    },
    settle,
    alternate: () => emulator.buffer.active.type === 'alternate',
    end,
    close: async () => {
      stdin.write('\u0003');
      await settle();
      wall += 1000;
      for (const word of ['y', '\u007f', ...'leave', '\r']) {
        stdin.write(word);
        await delay(2);
      }
      await end;
      emulator.dispose();
    },
  };
}

class Screen extends Writable {
  readonly isTTY = true;
  readonly emulator: InstanceType<typeof xterm.Terminal>;
  columns: number;
  rows: number;
  written = '';

  constructor(emulator: InstanceType<typeof xterm.Terminal>) {
    super({ decodeStrings: false });
    this.emulator = emulator;
    this.columns = emulator.cols;
    this.rows = emulator.rows;
  }

  override _write(chunk: string | Uint8Array, _encoding: string, done: () => void): void {
    this.written += typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString();
    this.emulator.write(chunk, done);
  }
}
