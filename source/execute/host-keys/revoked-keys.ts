import { readFile } from 'node:fs/promises';
import { messageOf, oneLine } from '../reason.ts';
import { parsePublicKey } from './known-hosts-line.ts';

export type RevokedKeys =
  | { readonly type: 'read'; readonly keys: readonly RevokedKey[] }
  /** No key may be trusted then. */
  | { readonly type: 'unusable'; readonly reason: string };

export type RevokedKey = { readonly file: string; readonly line: number; readonly key: Buffer };

/** Reads a RevokedHostKeys file: public keys, one a line. Fails closed, as ssh does: also where it is missing. */
export async function readRevokedKeys(file: string): Promise<RevokedKeys> {
  const unusable = (why: string): RevokedKeys => ({
    type: 'unusable',
    reason: `the RevokedHostKeys in ${file} ${why}`,
  });
  let text: string;
  try {
    text = await readFile(file, 'latin1');
  } catch (error) {
    return unusable(`can't be read (${oneLine(messageOf(error))})`);
  }
  if (text.startsWith('SSHKRL')) {
    return unusable("are a binary KRL, which only OpenSSH's own ssh can read: give `transport: openssh`");
  }
  const keys: RevokedKey[] = [];
  for (const [index, raw] of text.split('\n').entries()) {
    const line = raw.trim();
    if (line === '' || line.startsWith('#')) continue;
    const key = parsePublicKey(line);
    if (key === undefined) return unusable(`can't be read: line ${index + 1} is no public key`);
    keys.push({ file, line: index + 1, key });
  }
  return { type: 'read', keys };
}
