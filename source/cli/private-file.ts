import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Puts a text into a file that only this person can read, as long as the work goes on. */
export async function withPrivateFile<Result>(
  { text, name }: { readonly text: string | Iterable<string>; readonly name: string },
  work: (file: string) => Promise<Result>,
): Promise<Result> {
  const folder = await mkdtemp(join(tmpdir(), 'gonogo-'));
  try {
    await chmod(folder, 0o700);
    const file = join(folder, name.replace(/[^\w.-]/g, '_'));
    await writeFile(file, text, { mode: 0o600, flag: 'wx' });
    return await work(file);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
