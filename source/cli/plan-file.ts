import { constants, open, readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { safeLine } from '../plan/safe-text.ts';
import { suggest } from '../plan/suggest.ts';

export type PlanFile =
  | {
      readonly type: 'read';
      /** Without a byte order mark. */
      readonly text: string;
    }
  /** One line that says what is wrong with the file. */
  | { readonly type: 'unreadable'; readonly message: string };

/** The largest plan that is taken; real ones have a few kilobytes. */
const MOST_BYTES = 1024 * 1024;

/** Reads a plan's text; whatever else the path leads to is told in one line. */
export async function readPlanFile(path: string): Promise<PlanFile> {
  const shown = JSON.stringify(path).slice(1, -1);
  const unreadable = (message: string): PlanFile => ({ type: 'unreadable', message: `${shown}: ${message}` });
  try {
    const bytes = await readBytes(path);
    return typeof bytes === 'string' ? unreadable(bytes) : decode(bytes, { unreadable, shown });
  } catch (error) {
    const near = isMissing(error) ? await nearFile(path) : undefined;
    return unreadable(near === undefined ? reasonOf(error) : `${reasonOf(error)}; did you mean ${near}?`);
  }
}

/** @returns the bytes, or why there are none */
async function readBytes(path: string): Promise<Buffer | string> {
  // Without O_NONBLOCK a named pipe would hold us for ever.
  const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const stat = await file.stat();
    if (stat.isDirectory()) return 'is a directory, not a plan';
    if (!stat.isFile()) return 'is not a regular file';
    if (stat.size > MOST_BYTES) return `is too large for a plan (${megabytes(stat.size)})`;
    return await file.readFile();
  } finally {
    await file.close();
  }
}

function decode(
  bytes: Buffer,
  { unreadable, shown }: { readonly unreadable: (message: string) => PlanFile; readonly shown: string },
): PlanFile {
  if (bytes.length === 0) return unreadable('is empty');
  if (isUtf16(bytes)) return unreadable('is UTF-16; save it as UTF-8');
  if (isPacked(bytes))
    return unreadable(
      `is a .docx, .xlsx or other archive; make a plan of it: gonogo import ${shown} -o PLAN.md`,
    );
  if (bytes.includes(0)) return unreadable('is a binary file, not a plan');
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    if (text.trim() === '') return unreadable('is empty');
    return { type: 'read', text };
  } catch {
    return unreadable('is not UTF-8 text');
  }
}

/** What word processors and spreadsheets save are zip files. */
function isPacked(bytes: Buffer): boolean {
  return bytes.subarray(0, 4).equals(Buffer.from('PK\u0003\u0004'));
}

/** A byte order mark, or every second byte of the beginning a zero. */
function isUtf16(bytes: Buffer): boolean {
  const mark = bytes.length >= 2 ? bytes.readUInt16BE(0) : 0;
  if (mark === 0xfeff || mark === 0xfffe) return true;
  const head = [...bytes.subarray(0, 256)];
  const zeros = (parity: number) => head.filter((byte, index) => byte === 0 && index % 2 === parity).length;
  const half = Math.floor(head.length / 2);
  return half > 1 && (zeros(0) >= half * 0.8 || zeros(1) >= half * 0.8) && Math.min(zeros(0), zeros(1)) === 0;
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}

/** A file in the same folder whose name is nearly this one. */
async function nearFile(path: string): Promise<string | undefined> {
  try {
    const names = (await readdir(dirname(path))).slice(0, 1000);
    const near = names.find((name) => name === `${basename(path)}.md`) ?? suggest(basename(path), names);
    return near === undefined ? undefined : safeLine(join(dirname(path), near));
  } catch {
    return undefined;
  }
}

/** Why a file can not be opened. */
export function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  switch (code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return 'there is no such file';
    case 'EACCES':
    case 'EPERM':
      return 'may not be read by this user';
    case 'EISDIR':
      return 'is a directory, not a plan';
    case 'ELOOP':
      return 'is a circle of symbolic links';
    case 'ENAMETOOLONG':
      return 'has too long a name';
    default:
      return 'cannot be read';
  }
}

function megabytes(bytes: number): string {
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}
