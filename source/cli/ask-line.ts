import { type Clock, createWallClock, sleep } from '../session/clock.ts';
import type { Io } from './io.ts';

/** Whether there is somebody to ask. */
export function canAsk({ stdin }: Pick<Io, 'stdin'>): boolean {
  return stdin.isTTY === true;
}

/** Lines that were typed before the question stood there answer nothing; they come within this time, milliseconds. */
const STALE = 300;

/** Asks for a line; undefined where the input ends first. */
export async function askLine(
  question: string,
  { io, clock = createWallClock() }: { readonly io: Io; readonly clock?: Clock },
): Promise<string | undefined> {
  const { stdin } = io;
  const decoder = new TextDecoder();
  let text = '';
  let asked = false;
  const { promise, resolve } = Promise.withResolvers<string | undefined>();
  const onData = (chunk: Uint8Array | string) => {
    if (!asked) return;
    text += typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true });
    const end = text.search(/[\r\n]/);
    if (end !== -1) resolve(text.slice(0, end));
  };
  const onEnd = () => resolve(undefined);
  stdin.on('data', onData);
  stdin.on('end', onEnd);
  stdin.on('error', onEnd);
  stdin.resume();
  try {
    await sleep(clock, STALE);
    asked = true;
    io.err(question);
    return await promise;
  } finally {
    stdin.off('data', onData);
    stdin.off('end', onEnd);
    stdin.off('error', onEnd);
    stdin.pause();
  }
}
