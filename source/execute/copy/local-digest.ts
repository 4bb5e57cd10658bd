import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';

/** Hex SHA-256 of a file here. */
export async function localDigest(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk);
  return hash.digest('hex');
}

/** The same, once for all the hosts that a file goes to, as long as it stays as it is. */
export function createDigests(): (path: string) => Promise<string> {
  const known = new Map<string, Promise<string>>();
  return async (path) => {
    const { mtimeMs, ctimeMs, size, ino } = await stat(path);
    const key = JSON.stringify([path, mtimeMs, ctimeMs, size, ino]);
    const digest = known.get(key) ?? localDigest(path);
    known.set(key, digest);
    return await digest;
  };
}
