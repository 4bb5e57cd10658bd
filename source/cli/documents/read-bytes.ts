import { constants, open } from 'node:fs/promises';
import { reasonOf } from '../plan-file.ts';
import { unreadable } from './document-error.ts';

/** Word processors and wikis put pictures into a file; the words of a plan are a small part of it. */
const MOST_BYTES = 20 * 1024 * 1024;

/** A document's bytes; what the path leads to besides is told in one line. */
export async function readBytes(path: string): Promise<Buffer> {
  // Without O_NONBLOCK a named pipe would hold us for ever.
  const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK).catch((error: unknown) => {
    throw unreadable(reasonOf(error), error);
  });
  try {
    const stat = await file.stat();
    if (stat.isDirectory()) throw unreadable('is a directory, not a document');
    if (!stat.isFile()) throw unreadable('is not a regular file');
    if (stat.size > MOST_BYTES)
      throw unreadable(`is too large for a plan (${megabytes(stat.size)}); save its text alone`);
    if (stat.size === 0) throw unreadable('is empty');
    return await file.readFile();
  } finally {
    await file.close();
  }
}

export function megabytes(bytes: number): string {
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}
