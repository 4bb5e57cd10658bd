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

export function processIo(): Io {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', outputGone);
  // A terminal that is closed fails whoever sets its mode; a command that reads its input hears of it there.
  process.stdin.on('error', () => process.emit('SIGHUP'));
  return {
    out: (text) => process.stdout.write(text),
    err: (text) => process.stderr.write(text),
    drain: () => new Promise((resolve) => process.stdout.write('', () => resolve())),
    env: process.env,
    stdin: process.stdin,
    stdout: process.stdout,
  };
}

/** Whoever read has gone: for a run that is like a closed terminal, for anything else the end. */
function outputGone(): void {
  if (!process.emit('SIGHUP')) process.exit();
}
