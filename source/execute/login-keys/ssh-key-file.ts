import { readFile } from 'node:fs/promises';
import { oneLine } from '../reason.ts';
import type { ParsedKey, SshLibrary } from '../ssh-library.ts';

/** What an identity file holds. `blob` is the public half as it goes over the wire. */
export type KeyFile = { readonly path: string } & (
  | { readonly type: 'private'; readonly key: ParsedKey; readonly blob: Buffer }
  /** It has a passphrase. Old formats don't tell the public half; a `.pub` beside it does. */
  | { readonly type: 'locked'; readonly text: Buffer; readonly blob: Buffer | undefined }
  /** Of use to choose among the keys of an agent only. */
  | { readonly type: 'public'; readonly blob: Buffer }
  /** Without a note: there is no such file. */
  | { readonly type: 'none'; readonly blob: Buffer | undefined; readonly note: string | undefined }
);

/** Reads an identity file and, where it says too little, the `.pub` beside it. */
export async function readKeyFile(path: string, library: SshLibrary): Promise<KeyFile> {
  const text = await readFile(path).catch((error: NodeJS.ErrnoException) => error);
  if (text instanceof Error) {
    const note = text.code === 'ENOENT' ? undefined : `${path} can't be read (${text.code})`;
    return { path, type: 'none', blob: await publicHalf(path, library), note };
  }
  const parsed = parseKey(text, library);
  if (parsed instanceof Error) {
    const blob = blobOfLocked(text) ?? (await publicHalf(path, library));
    if (isLocked(parsed)) return { path, type: 'locked', text, blob };
    return { path, type: 'none', blob, note: `${path} can't be used (${oneLine(parsed.message)})` };
  }
  const blob = parsed.getPublicSSH();
  return parsed.isPrivateKey()
    ? { path, type: 'private', key: parsed, blob }
    : { path, type: 'public', blob };
}

/** The first key of a text, opened with a passphrase where one is given. */
export function parseKey(text: Buffer | string, library: SshLibrary, passphrase?: string): ParsedKey | Error {
  const parsed = library.utils.parseKey(text, passphrase);
  return parsed instanceof Error ? parsed : ([parsed].flat()[0] ?? new Error('no key in it'));
}

async function publicHalf(path: string, library: SshLibrary): Promise<Buffer | undefined> {
  const text = await readFile(path.endsWith('.pub') ? path : `${path}.pub`).catch(() => undefined);
  const key = text === undefined ? undefined : parseKey(text, library);
  return key === undefined || key instanceof Error ? undefined : key.getPublicSSH();
}

function isLocked({ message }: Error): boolean {
  return /encrypted/i.test(message);
}

const magic = 'openssh-key-v1\0';

/** OpenSSH's format has the public half in front, readable by everybody. */
function blobOfLocked(text: Buffer): Buffer | undefined {
  const body = /-----BEGIN OPENSSH PRIVATE KEY-----([\s\S]*?)-----END/.exec(text.toString('latin1'))?.[1];
  const bytes = Buffer.from(body ?? '', 'base64');
  if (bytes.toString('latin1', 0, magic.length) !== magic) return undefined;
  let at = magic.length;
  const field = (): Buffer | undefined => {
    if (at + 4 > bytes.length) return undefined;
    const from = at + 4;
    at = from + bytes.readUInt32BE(at);
    return at <= bytes.length ? bytes.subarray(from, at) : undefined;
  };
  const head = [field(), field(), field()];
  at += 4;
  return head.includes(undefined) ? undefined : field();
}
