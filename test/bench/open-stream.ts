import { execFileSync, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { StreamOrder, StreamReport } from './stream-words.ts';

export type Stream = {
  /** Of each pipe; whoever shall get its lines reads it with `cat`. */
  readonly pipes: readonly string[];
  /** All pipes are read. */
  readonly ready: Promise<void>;
  readonly go: () => void;
  /** Resolves once its last line is written. */
  readonly stop: () => Promise<StreamReport>;
  /** Ends it whatever it does. */
  readonly close: () => void;
};

export type StreamOptions = Omit<StreamOrder, 'pipes'> & {
  /** For the pipes. */
  readonly folder: string;
  /** Of the pipes. */
  readonly names: readonly string[];
};

/** Lines at a set rate from a process of their own, into named pipes. */
export function openStream({ folder, names, ...order }: StreamOptions): Stream {
  mkdirSync(folder, { recursive: true });
  const pipes = names.map((name) => join(folder, name));
  execFileSync('mkfifo', pipes);
  const text = JSON.stringify({ ...order, pipes } satisfies StreamOrder);
  const child = fork(join(import.meta.dirname, 'stream.ts'), [text], { execArgv: [] });
  const ready = Promise.withResolvers<void>();
  const ended = Promise.withResolvers<StreamReport>();
  child.on('message', (message) => {
    if (message === 'ready') ready.resolve();
    else ended.resolve(message as StreamReport);
  });
  void once(child, 'exit').then(([code]) => {
    const error = new Error(`the stream of lines ended with ${code}`);
    ready.reject(error);
    ended.reject(error);
  });
  // Whoever waits for one need not wait for the other.
  ready.promise.catch(() => undefined);
  ended.promise.catch(() => undefined);
  return {
    pipes,
    ready: ready.promise,
    go: () => child.send('go'),
    stop: () => {
      if (child.connected) child.send('stop');
      return ended.promise;
    },
    close: () => {
      child.kill('SIGKILL');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
