import type { Readable } from 'node:stream';
import type { WriteStream } from 'node:tty';

/** The world around a command, so that tests can stand in for it. Data goes to `out`, messages to `err`. */
export type Io = {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  /** Resolves once what went out has been taken: for whoever writes a lot. */
  readonly drain: () => Promise<void>;
  readonly env: NodeJS.ProcessEnv;
  readonly stdin: Readable & { readonly isTTY?: boolean };
  readonly stdout: NodeJS.WritableStream & Partial<Pick<WriteStream, 'isTTY' | 'columns' | 'rows'>>;
};

/** Each stream is opened when it is first used: opening all three shows in the time a short command takes. */
export function processIo(): Io {
  const stdin = once(() => {
    // A terminal that is closed fails whoever sets its mode; a command that reads its input hears of it there.
    process.stdin.on('error', () => process.emit('SIGHUP'));
    return process.stdin;
  });
  const stdout = once(() => process.stdout.on('error', outputGone));
  const stderr = once(() => process.stderr.on('error', outputGone));
  return {
    out: (text) => stdout().write(text),
    err: (text) => stderr().write(text),
    drain: () => new Promise((resolve) => stdout().write('', () => resolve())),
    env: process.env,
    get stdin() {
      return stdin();
    },
    get stdout() {
      return stdout();
    },
  };
}

function once<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

/** Whoever read has gone: for a run that is like a closed terminal, for anything else the end. */
function outputGone(): void {
  if (!process.emit('SIGHUP')) process.exit();
}
