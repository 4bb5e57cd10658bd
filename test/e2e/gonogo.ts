import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { StoredEvent } from '../../source/journal/journal.ts';
import { openSqliteJournal } from '../../source/journal/sqlite-journal.ts';
import type { RunEvent } from '../../source/run/event.ts';
import { openTerminal, type Terminal } from '../helpers/terminal.ts';

const project = resolve(import.meta.dirname, '../..');
export const program = join(project, 'bin/gonogo.js');

/** The built program with a home and a journal of its own. */
export type Gonogo = {
  readonly env: NodeJS.ProcessEnv;
  /** The file of its journal. */
  readonly journal: string;
  /** In a pseudo-terminal. */
  readonly screen: (
    args: readonly string[],
    size?: { readonly cols: number; readonly rows: number },
  ) => Terminal;
  /** With these lines on its standard input, and no terminal. */
  readonly plain: (args: readonly string[], lines: readonly string[]) => Promise<PlainRun>;
  /** The same, looked at while it runs; its input stays open. */
  readonly start: (args: readonly string[], lines: readonly string[]) => Started;
  /** What the newest run's record holds. */
  readonly events: () => Promise<readonly StoredEvent[]>;
  readonly end: () => Promise<void>;
};

export type PlainRun = { readonly code: number | null; readonly out: string; readonly err: string };

export type Started = {
  readonly child: ChildProcessWithoutNullStreams;
  /** Resolves once its output holds this. */
  readonly until: (text: string) => Promise<void>;
  readonly ended: Promise<PlainRun>;
};

/** @param extra beside the test's own environment */
export async function openGonogo(extra: Readonly<Record<string, string>> = {}): Promise<Gonogo> {
  const home = await mkdtemp(join(tmpdir(), 'gonogo-night-'));
  const journal = join(home, 'journal.sqlite');
  const { CI: _, NO_COLOR: __, ...rest } = process.env;
  const env = {
    ...rest,
    ...extra,
    HOME: home,
    XDG_CONFIG_HOME: join(home, 'config'),
    XDG_STATE_HOME: join(home, 'state'),
    GONOGO_JOURNAL: journal,
  };
  const open: (() => Promise<unknown>)[] = [];

  function start(args: readonly string[], lines: readonly string[]): Started {
    const child = spawn(process.execPath, [program, ...args], { cwd: project, env });
    const started = watched(child);
    open.push(() => {
      child.kill('SIGKILL');
      return started.ended;
    });
    // A program that has ended doesn't read the rest.
    child.stdin.on('error', () => undefined);
    child.stdin.write(lines.map((line) => `${line}\n`).join(''));
    return started;
  }

  return {
    env,
    journal,
    screen: (args, { cols, rows } = { cols: 120, rows: 40 }) => {
      const command = process.execPath;
      const terminal = openTerminal({ command, args: [program, ...args], cwd: project, env, cols, rows });
      open.push(terminal.close);
      return terminal;
    },
    start,
    plain: (args, lines) => {
      const { child, ended } = start(args, lines);
      child.stdin.end();
      return ended;
    },
    events: () => newestEvents(journal),
    end: async () => {
      await Promise.all(open.map((close) => close()));
      for (const pid of leftRunning(await newestEvents(journal).catch(() => []))) endGroup(pid);
      await rm(home, { recursive: true, force: true });
    },
  };
}

/** Groups of steps that were begun on this machine, and whose end nobody saw. */
function leftRunning(events: readonly StoredEvent[]): readonly number[] {
  const ended = events.flatMap(({ event }) => (event.type === 'target.finished' ? [placeOf(event)] : []));
  return events.flatMap(({ event }) =>
    event.type === 'target.launched' && event.pid !== undefined && !ended.includes(placeOf(event))
      ? [event.pid]
      : [],
  );
}

function placeOf({
  step,
  attempt,
  action,
  target,
}: Extract<RunEvent, { type: 'target.launched' | 'target.finished' }>) {
  return [step, attempt, action, target].join('/');
}

function endGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}

async function newestEvents(file: string): Promise<readonly StoredEvent[]> {
  const journal = await openSqliteJournal({ file });
  try {
    const [newest] = await journal.runs();
    return newest === undefined ? [] : await journal.read(newest.run);
  } finally {
    await journal.close();
  }
}

function watched(child: ChildProcessWithoutNullStreams): Started {
  const waiting = new Set<() => void>();
  let out = '';
  let err = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text;
    for (const look of [...waiting]) look();
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    err += text;
  });
  const ended = once(child, 'close').then(([code]): PlainRun => ({ code, out, err }));
  const until = (text: string) =>
    new Promise<void>((done, fail) => {
      const look = () => {
        if (!out.includes(text)) return;
        waiting.delete(look);
        done();
      };
      waiting.add(look);
      look();
      ended.then(() => fail(new Error(`it ended before "${text}":\n${out}${err}`)), fail);
    });
  return { child, until, ended };
}
