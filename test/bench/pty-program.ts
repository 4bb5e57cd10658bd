import { setTimeout as sleep } from 'node:timers/promises';
import pty from '@lydell/node-pty';
import xterm from '@xterm/headless';
import { screenRows } from '../helpers/screen.ts';

export type PtyOptions = {
  readonly command: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
};

/** A program in a pseudo-terminal of 120x40 that draws what comes, as whoever looks at it would; every piece with its moment. */
export type PtyProgram = {
  readonly pid: number;
  readonly write: (keys: string) => void;
  readonly rows: () => readonly string[];
  /** When a whole frame of these rows had come, by `performance.now`; undefined: not within so many milliseconds. */
  readonly shows: (
    expected: (rows: readonly string[]) => boolean,
    patience: number,
  ) => Promise<number | undefined>;
  /** When this text came from now on, wherever it stands. */
  readonly sends: (text: string, patience: number) => Promise<number | undefined>;
  /** So far. */
  readonly bytes: () => number;
  /** For messages. */
  readonly describe: () => string;
  /** Asks it to end, and doesn't wait for long. */
  readonly close: () => Promise<void>;
};

type Watcher = (at: number, text: string) => void;

export function openPty({ command, env, cwd }: PtyOptions): PtyProgram {
  const [program = '', ...args] = command;
  const emulator = new xterm.Terminal({ cols: 120, rows: 40, allowProposedApi: true, scrollback: 0 });
  const child = pty.spawn(program, args, {
    name: 'xterm-256color',
    cols: 120,
    rows: 40,
    cwd,
    env: { ...process.env, ...env, TERM: 'xterm-256color' },
  });
  const watchers = new Set<Watcher>();
  const tell = (at: number, text: string) => {
    for (const watcher of [...watchers]) watcher(at, text);
  };
  let bytes = 0;
  let ended = false;
  emulator.onData((answer) => {
    if (!ended) child.write(answer);
  });
  child.onData((text) => {
    const at = performance.now();
    bytes += Buffer.byteLength(text);
    emulator.write(text, () => tell(at, text));
  });
  child.onExit(() => {
    ended = true;
    tell(performance.now(), '');
  });
  const rows = () => screenRows(emulator);
  const watch = (patience: number, holds: (text: string) => boolean) =>
    new Promise<number | undefined>((resolve) => {
      const finish = (at: number | undefined) => {
        clearTimeout(limit);
        watchers.delete(watcher);
        resolve(at);
      };
      const watcher: Watcher = (at, text) => {
        if (holds(text)) finish(at);
        else if (ended) finish(undefined);
      };
      const limit = setTimeout(() => finish(undefined), patience);
      watchers.add(watcher);
      watcher(performance.now(), '');
    });
  return {
    pid: child.pid,
    write: (keys) => child.write(keys),
    rows,
    // Half a frame is nothing that a person sees.
    shows: (expected, patience) =>
      watch(patience, () => !emulator.modes.synchronizedOutputMode && expected(rows())),
    sends: (wanted, patience) => {
      let before = '';
      return watch(patience, (text) => {
        const found = (before + text).includes(wanted);
        before = (before + text).slice(-wanted.length);
        return found;
      });
    },
    bytes: () => bytes,
    describe: () => rows().join('\n'),
    close: async () => {
      for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
        if (ended) break;
        child.kill(signal);
        const until = performance.now() + endPatience;
        while (!ended && performance.now() < until) await sleep(20);
      }
      emulator.dispose();
    },
  };
}

const endPatience = 10_000;
