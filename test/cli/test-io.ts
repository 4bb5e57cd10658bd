import { Readable, Writable } from 'node:stream';
import type { Io } from '../../source/cli/io.ts';

/** An `Io` that keeps what a command writes; `input` is its standard input. */
export function createTestIo(
  input = '',
  env: NodeJS.ProcessEnv = {},
): Io & { readonly written: () => string; readonly complained: () => string } {
  let out = '';
  let err = '';
  return {
    out: (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
    env,
    stdin: Readable.from(input === '' ? [] : [Buffer.from(input)]),
    drain: async () => undefined,
    stdout: new Writable(),
    written: () => out,
    complained: () => err,
  };
}
