import { open, realpath, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { safeLine } from '../plan/safe-text.ts';
import { CommandError } from './command-error.ts';
import { exitCodes } from './exit-codes.ts';

/**
 * Puts a text in the place of a file's, all of it or nothing: whoever reads meanwhile, or after a crash, has one of
 * the two. What a symbolic link points at is replaced, not the link; a file that is there keeps its mode.
 * @param options.fresh the file must not be there yet
 */
export async function replaceFile(
  file: string,
  text: string,
  { fresh = false }: { readonly fresh?: boolean } = {},
): Promise<void> {
  try {
    if (fresh) await write(file, { text, mode: undefined });
    else await replace(await realFile(file), text);
  } catch (cause) {
    const there = cause instanceof Error && 'code' in cause && cause.code === 'EEXIST';
    const reason = there
      ? 'there is such a file already'
      : cause instanceof Error
        ? cause.message
        : `${cause}`;
    const message = `${safeLine(file)} could not be written: ${safeLine(reason)}`;
    throw new CommandError(there ? exitCodes.usage : exitCodes.storage, message, { cause });
  }
}

async function replace(
  { path, mode }: { path: string; mode: number | undefined },
  text: string,
): Promise<void> {
  const unfinished = join(dirname(path), `.gonogo-${process.pid}.unfinished`);
  try {
    await write(unfinished, { text, mode });
    await rename(unfinished, path);
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error;
  }
}

async function write(
  file: string,
  { text, mode }: { text: string; mode: number | undefined },
): Promise<void> {
  const handle = await open(file, 'wx');
  try {
    if (mode !== undefined) await handle.chmod(mode);
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function realFile(file: string): Promise<{ path: string; mode: number | undefined }> {
  try {
    const path = await realpath(file);
    return { path, mode: (await stat(path)).mode & 0o777 };
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT')
      return { path: file, mode: undefined };
    throw error;
  }
}
