import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type BareHome, makeBareHome } from './gonogo-home.ts';
import { type Kept, whatIsKept } from './logs-kept.ts';
import { keyPatience } from './logs-peers.ts';
import { type LogsPlan, logsPlan } from './logs-plan.ts';
import type { Contestant } from './measure-keys.ts';
import { openStream, type Stream } from './open-stream.ts';
import { openPty, type PtyProgram } from './pty-program.ts';
import { hostSet, type Range } from './ssh-range.ts';
import type { StreamReport } from './stream-words.ts';

export type Load = {
  readonly hosts: number;
  /** Of all hosts together. */
  readonly linesPerSecond: number;
  readonly mostSeconds: number;
  readonly mostLines?: number;
};

export type GonogoScene = Contestant & {
  readonly pid: number;
  /** Lets the lines come. */
  readonly go: () => void;
  /** Whether the step still runs. */
  readonly runs: () => boolean;
  /** Stops the stream, and waits until the step is done. */
  readonly settle: () => Promise<Settled>;
  /** Leaves the program, and reads its journal with its own commands. */
  readonly kept: () => Promise<Kept>;
  readonly close: () => Promise<void>;
};

export type Settled = StreamReport & {
  /** Seconds from the last line written until the step was done. */
  readonly behind: number;
};

export type SceneOptions = {
  readonly range: Range;
  /** Of the plan. */
  readonly steps: number;
  /** None: a plan in which nothing runs. */
  readonly load?: Load;
};

/** The whole program, live, on a pseudo-terminal; with a load its first step runs on all hosts and waits for lines. */
export async function openGonogo({ range, steps, load }: SceneOptions): Promise<GonogoScene> {
  const home = makeBareHome(range.folder);
  const stream = load && streamFor(home, load);
  const commands = load === undefined ? [] : [`cat ${join(home.folder, 'pipes')}/$GONOGO_TARGET`];
  const program = openScreens({ range, home, plan: { steps, hosts: hostSet(load?.hosts ?? 1), commands } });
  const close = async () => {
    stream?.close();
    await program.close();
    home.remove();
  };
  try {
    const first = await program.shows((rows) => rows.some((row) => firstStep.test(row)), patience);
    if (first === undefined) throw new Error(`gonogo shows no plan:\n${program.describe()}`);
    await stream?.ready;
    return sceneOf({ home, stream, program, close });
  } catch (error) {
    await close();
    throw error;
  }
}

export type Screens = { readonly range: Range; readonly home: BareHome; readonly plan: LogsPlan };

/** Begins a run of this plan. */
export function openScreens({ range, home, plan }: Screens): PtyProgram {
  const file = join(home.folder, 'plan.md');
  writeFileSync(file, logsPlan(plan));
  const how = ['--start', 'now', '--no-preflight', '--sign', 'off', '--ssh-config', range.config.shipped];
  return openPty({ command: home.gonogo('run', file, ...how), env: home.env, cwd: home.cwd });
}

function streamFor(home: BareHome, { hosts, mostLines = Number.MAX_SAFE_INTEGER, ...load }: Load): Stream {
  const names = Array.from({ length: hosts }, (_, index) => `n${index + 1}`);
  return openStream({ folder: join(home.folder, 'pipes'), names, mostLines, ...load });
}

type Parts = {
  readonly home: BareHome;
  readonly stream: Stream | undefined;
  readonly program: PtyProgram;
  readonly close: () => Promise<void>;
};

function sceneOf({ home, stream, program, close }: Parts): GonogoScene {
  const moves = stream === undefined ? markerMoves : [...logMoves, ...markerMoves];
  let next = 0;
  let report: StreamReport | undefined;
  const done = (rows: readonly string[]) => rows.some((row) => firstDone.test(row));
  return {
    pid: program.pid,
    press: async () => {
      const move = moves[next % moves.length];
      next += 1;
      if (move === undefined) return undefined;
      const shown = (ms: number) => program.shows((rows) => rows.some((row) => move.shows.test(row)), ms);
      const began = performance.now();
      const seen = shown(keyPatience);
      program.write(move.key);
      const at = await seen;
      if (at !== undefined) return at - began;
      // The next key would be answered by what this one shows at last.
      if ((await shown(patience)) === undefined)
        throw new Error(`gonogo's screen stands still:\n${program.describe()}`);
      return undefined;
    },
    processes: () => [program.pid],
    bytes: program.bytes,
    go: () => stream?.go(),
    runs: () => !done(program.rows()),
    settle: async () => {
      report = await stream?.stop();
      if (report === undefined) throw new Error('nothing runs');
      const began = performance.now();
      const at = await program.shows(done, settlePatience);
      if (at === undefined) throw new Error(`gonogo's step is not done:\n${program.describe()}`);
      return { ...report, behind: Math.max(0, at - began) / 1_000 };
    },
    kept: async () => {
      await program.close();
      return whatIsKept(home, report?.lines ?? []);
    },
    close,
  };
}

/** Screens on which the key before it doesn't show yet what comes of this one. */
type Move = { readonly key: string; readonly shows: RegExp };

const logMoves: readonly Move[] = [
  // The log of the first host alone, and that of all of them again.
  { key: '\x1b[C', shows: /│.*\[n1\]/ },
  { key: '\x1b[D', shows: /│.*\[all \d+\]/ },
];

const markerMoves: readonly Move[] = [
  { key: '\x1b[B', shows: /^▶ \S S\+1m / },
  { key: '\x1b[A', shows: /^▶ \S S\+0 / },
];

const firstStep = /^▶ \S S\+0 /;
const firstDone = /^(▶| ) ✔ S\+0 /;
const patience = 60_000;
const settlePatience = 180_000;
