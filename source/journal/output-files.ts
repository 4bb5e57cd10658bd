import { closeSync, constants, fstatSync, mkdirSync, openSync, readSync, rmSync, statSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';
import { JournalError } from './journal-error.ts';

/** Where bytes stand: in the file of this number of their run, from this byte on. */
export type FilePlace = { readonly segment: number; readonly position: number };

/**
 * Large output, in files beside the journal: SQLite keeps where each piece stands, the operating system carries the
 * bytes without anybody waiting for the disk. Every writer has a file of its own, so none can write into another's.
 */
export type OutputFiles = {
  /** Resolves once the bytes are on the disk. What a refused write leaves behind is overwritten by the next. */
  readonly append: (run: string, bytes: Uint8Array) => Promise<FilePlace>;
  /** As many of them as there are. */
  readonly read: (run: string, place: FilePlace, length: number) => Uint8Array;
  readonly close: () => Promise<void>;
};

/** `file`: the journal's. Nothing is created before something is written. */
export function openOutputFiles(file: string): OutputFiles {
  const folder = `${file}.output`;
  const writers = new Map<string, Writer>();
  const readers = new Map<string, number | undefined>();

  const pathOf = (run: string, segment: number): string =>
    join(folder, `${encodeURIComponent(run)}-${segment}`);

  async function writerOf(run: string): Promise<Writer> {
    const found = writers.get(run);
    if (found !== undefined) return found;
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    for (let segment = 1; ; segment += 1) {
      const path = pathOf(run, segment);
      const handle = await createFile(path);
      if (handle === undefined) continue;
      try {
        // A name in a folder is durable once the folder is.
        const place = await open(folder, constants.O_RDONLY);
        await place.sync().finally(() => place.close());
      } catch (error) {
        // It is tried again, and would leave a file behind each time.
        await handle.close();
        rmSync(path, { force: true });
        throw error;
      }
      const writer = { segment, handle, path, end: 0 };
      writers.set(run, writer);
      return writer;
    }
  }

  function readerOf(run: string, segment: number): number | undefined {
    const path = pathOf(run, segment);
    if (!readers.has(path)) readers.set(path, openToRead(path));
    return readers.get(path);
  }

  return {
    append: async (run, bytes) => {
      const writer = await writerOf(run);
      checkThere(writer, file);
      const position = writer.end;
      for (let done = 0; done < bytes.length; ) {
        const { bytesWritten } = await writer.handle.write(bytes, done, bytes.length - done, position + done);
        done += bytesWritten;
      }
      await writer.handle.datasync();
      writer.end += bytes.length;
      return { segment: writer.segment, position };
    },
    read: (run, { segment, position }, length) => {
      const descriptor = readerOf(run, segment);
      const bytes = Buffer.allocUnsafe(length);
      let done = 0;
      while (descriptor !== undefined && done < length) {
        const count = readSync(descriptor, bytes, done, length - done, position + done);
        if (count === 0) break;
        done += count;
      }
      return bytes.subarray(0, done);
    },
    close: async () => {
      const open = [...writers.values()];
      writers.clear();
      for (const { handle } of open) await handle.close();
      for (const descriptor of readers.values()) if (descriptor !== undefined) closeSync(descriptor);
      readers.clear();
    },
  };
}

type Writer = {
  readonly segment: number;
  readonly handle: FileHandle;
  readonly path: string;
  /** Up to here everything was acknowledged. */
  end: number;
};

/** Undefined: there is one already. */
async function createFile(path: string): Promise<FileHandle | undefined> {
  try {
    return await open(path, 'wx', 0o600);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return undefined;
    throw error;
  }
}

function openToRead(path: string): number | undefined {
  try {
    return openSync(path, 'r');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

/** What goes into a file that was removed, or put elsewhere, is not found again, and must not count as recorded. */
function checkThere({ handle, path }: Writer, file: string): void {
  const own = fstatSync(handle.fd);
  const there = statSync(path, { throwIfNoEntry: false });
  if (there?.ino === own.ino && there.dev === own.dev) return;
  throw new JournalError({
    code: 'io',
    file,
    message: `the output file ${path} was removed or replaced while it was open: leave, and come back to the run`,
  });
}
