import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import ssh2 from 'ssh2';
import { pathOf } from '../helpers/needs.ts';

export type SshKey = {
  /** File of the private key. */
  readonly file: string;
  /** `ssh-ed25519 AAAA…`, as in known_hosts and authorized_keys. */
  readonly line: string;
};

/** Makes an ed25519 key without a passphrase. */
export async function makeKey(file: string, comment: string): Promise<SshKey> {
  if (pathOf('ssh-keygen') === undefined) return await makeKeyInProcess(file);
  await promisify(execFile)('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', comment, '-f', file]);
  return { file, line: withoutComment(await readFile(`${file}.pub`, 'utf8')) };
}

// Now and then ssh2 1.17 makes a key that it can't read itself: it drops leading zero bytes.
async function makeKeyInProcess(file: string): Promise<SshKey> {
  const pair = ssh2.utils.generateKeyPairSync('ed25519');
  if (ssh2.utils.parseKey(pair.private) instanceof Error) return await makeKeyInProcess(file);
  await writeFile(file, pair.private, { mode: 0o600 });
  return { file, line: withoutComment(pair.public) };
}

function withoutComment(line: string): string {
  return line.trim().split(' ').slice(0, 2).join(' ');
}
