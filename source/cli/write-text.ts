import { open } from 'node:fs/promises';
import { safeLine } from '../plan/safe-text.ts';
import { CommandError } from './command-error.ts';
import { exitCodes } from './exit-codes.ts';
import type { Io } from './io.ts';

/** Writes text as it comes, in large pieces, to a file, or to standard output where there is none, or `-`. */
export async function writeText(
  texts: AsyncIterable<string> | Iterable<string>,
  { file, io }: { readonly file: string | undefined; readonly io: Io },
): Promise<void> {
  if (file === undefined || file === '-') {
    for await (const block of blocksOf(texts)) {
      io.out(block);
      await io.drain();
    }
    return;
  }
  const handle = await writing(() => open(file, 'w'));
  try {
    for await (const block of blocksOf(texts)) await writing(() => handle.writeFile(block));
  } finally {
    await handle.close();
  }
}

/** What the disk refuses is no bug. */
export async function writing<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new CommandError(exitCodes.storage, `the export could not be written: ${safeLine(reason)}`, {
      cause,
    });
  }
}

async function* blocksOf(texts: AsyncIterable<string> | Iterable<string>): AsyncGenerator<string> {
  let block = '';
  for await (const text of texts) {
    block += text;
    if (block.length < blockLength) continue;
    yield block;
    block = '';
  }
  yield block;
}

const blockLength = 1 << 16;
