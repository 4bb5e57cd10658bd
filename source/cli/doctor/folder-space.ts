import { constants } from 'node:fs';
import { access, statfs } from 'node:fs/promises';
import { dirname } from 'node:path';

export type FolderSpace = {
  /** The folder, or the nearest one above it that is there already. */
  readonly folder: string;
  readonly writable: boolean;
  /** Bytes for this user. */
  readonly free: number;
  /** As the kernel numbers kinds of file systems. */
  readonly type: number;
};

/** Where something will be written; nothing is made. */
export async function folderSpace(wanted: string): Promise<FolderSpace> {
  let folder = wanted;
  for (;;) {
    try {
      const { bavail, bsize, type } = await statfs(folder);
      return { folder, writable: await isWritable(folder), free: bavail * bsize, type };
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : undefined;
      if ((code !== 'ENOENT' && code !== 'ENOTDIR') || dirname(folder) === folder) throw error;
      folder = dirname(folder);
    }
  }
}

async function isWritable(folder: string): Promise<boolean> {
  try {
    await access(folder, constants.W_OK | constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Bytes for people: `1.5 GB`. */
export function bytesText(bytes: number): string {
  const units = ['bytes', 'KB', 'MB', 'GB', 'TB'];
  let size = bytes;
  let unit = 0;
  while (size >= 1000 && unit < units.length - 1) {
    size /= 1000;
    unit += 1;
  }
  return `${unit === 0 || size >= 10 ? Math.floor(size) : size.toFixed(1)} ${units[unit]}`;
}
