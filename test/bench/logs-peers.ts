import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import type { Contestant } from './measure-keys.ts';
import { openStream, type Stream } from './open-stream.ts';
import type { PtyProgram } from './pty-program.ts';
import type { StreamReport } from './stream-words.ts';

export type PeerScene = Contestant & {
  /** Lets the lines come. */
  readonly go: () => void;
  readonly stop: () => Promise<StreamReport>;
  readonly close: () => Promise<void>;
};

export type PeerOptions = {
  /** Of the benchmark. */
  readonly folder: string;
  readonly program: string;
  readonly linesPerSecond: number;
  readonly mostSeconds: number;
};

/** A key, and a letter that comes only with what follows from it: neither the lines nor a program's own screen has it. */
export type PeerKey = { readonly key: string; readonly letter: string };

export const letters = ['Ж', 'Щ', 'Ы', 'Э', 'Ю', 'Я'] as const;

/** One pane or process gets all lines; the one beside it is quiet. */
export function peerPlace({ folder, linesPerSecond, mostSeconds }: PeerOptions) {
  const own = mkdtempSync(join(folder, 'peer-'));
  const most = { mostSeconds, mostLines: Number.MAX_SAFE_INTEGER };
  const stream = openStream({ folder: join(own, 'pipes'), names: ['all'], linesPerSecond, ...most });
  return { folder: own, stream, pipe: stream.pipes[0] ?? '' };
}

/** Whoever runs the benchmark may sit in a tmux, and read no UTF-8. */
export const peerEnv = { TMUX: '', LANG: 'C.UTF-8', LC_ALL: 'C.UTF-8' };

type Parts = {
  readonly program: PtyProgram;
  readonly stream: Stream;
  /** Pressed in turn. */
  readonly keys: readonly PeerKey[];
  readonly processes: readonly number[];
  readonly close: () => Promise<void>;
};

/** The program once its screen shows this letter and its lines are waited for. */
export async function peerScene(first: string, { program, stream, keys, processes, close }: Parts) {
  const at = await program.shows((rows) => rows.some((row) => row.includes(first)), patience);
  if (at === undefined) throw new Error(`its screen doesn't come:\n${program.describe()}`);
  await stream.ready;
  let next = 0;
  const scene: PeerScene = {
    press: async () => {
      const { key, letter } = keys[next % keys.length] ?? { key: '', letter: '' };
      next += 1;
      const began = performance.now();
      const seen = program.sends(letter, keyPatience);
      program.write(key);
      const at = await seen;
      // What comes of it later must not count for the next key.
      if (at === undefined) await program.sends(letter, keyPatience);
      return at === undefined ? undefined : at - began;
    },
    processes: () => processes,
    bytes: program.bytes,
    go: stream.go,
    stop: stream.stop,
    close,
  };
  return scene;
}

const patience = 15_000;
/** Milliseconds after which a key counts as lost. */
export const keyPatience = 5_000;
