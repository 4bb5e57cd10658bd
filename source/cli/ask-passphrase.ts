import type { AskPassphrase } from '../execute/login-keys/key-ring.ts';
import { safeLine } from '../plan/safe-text.ts';
import type { Io } from './io.ts';

/** A terminal whose keys can be read one by one. */
type RawInput = Io['stdin'] & { readonly setRawMode: (raw: boolean) => unknown };

/** Asks on the terminal for the passphrases of key files; undefined where there is no terminal. */
export function passphraseAsker(io: Io): AskPassphrase | undefined {
  const { stdin } = io;
  if (stdin.isTTY !== true || !isRaw(stdin)) return undefined;
  return async (file, wrong) => {
    const again = wrong ? 'That does not fit. ' : '';
    return readHidden(`${again}Passphrase for ${safeLine(file)} (Ctrl-C: go on without it): `, {
      io,
      input: stdin,
    });
  };
}

function isRaw(stdin: Io['stdin']): stdin is RawInput {
  return 'setRawMode' in stdin && typeof stdin.setRawMode === 'function';
}

const ENTER = /[\r\n]/;
const GIVE_UP = /[\u0003\u0004]/;

/** Reads a line that is shown nowhere; undefined after Ctrl-C, Ctrl-D or the end of the input. */
async function readHidden(
  question: string,
  { io, input }: { readonly io: Io; readonly input: RawInput },
): Promise<string | undefined> {
  const decoder = new TextDecoder();
  const { promise, resolve } = Promise.withResolvers<string | undefined>();
  let text = '';
  const onData = (chunk: Uint8Array | string) => {
    for (const key of typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true })) {
      if (ENTER.test(key)) return resolve(text);
      if (GIVE_UP.test(key)) return resolve(undefined);
      text = edited(text, key);
    }
  };
  const onEnd = () => resolve(undefined);
  io.err(question);
  input.setRawMode(true);
  input.on('data', onData);
  input.on('end', onEnd);
  input.on('error', onEnd);
  input.resume();
  try {
    return await promise;
  } finally {
    input.off('data', onData);
    input.off('end', onEnd);
    input.off('error', onEnd);
    input.setRawMode(false);
    input.pause();
    io.err('\n');
  }
}

/** Backspace takes the last character, Ctrl-U all of them. */
function edited(text: string, key: string): string {
  if (key === '\u007f' || key === '\b') return [...text].slice(0, -1).join('');
  if (key === '\u0015') return '';
  return key < ' ' ? text : text + key;
}
