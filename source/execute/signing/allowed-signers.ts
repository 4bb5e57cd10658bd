import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { namespace } from './sshsig.ts';

export type SignerVerdict =
  | { readonly type: 'known'; readonly principal: string }
  /** In `ssh-keygen`'s words. */
  | { readonly type: 'unknown'; readonly reason: string }
  | { readonly type: 'no-ssh-keygen' };

export type SignerQuestion = {
  readonly signature: string;
  readonly message: string;
  /** As in ssh-keygen(1), ALLOWED SIGNERS. */
  readonly allowedSigners: string;
};

/** Who of an allowed_signers file has signed a message. Asks `ssh-keygen`, which knows all that such a file may say. */
export async function findSigner({
  signature,
  message,
  allowedSigners,
}: SignerQuestion): Promise<SignerVerdict> {
  const folder = await mkdtemp(join(tmpdir(), 'gonogo-'));
  const file = join(folder, 'checkpoint.sig');
  const files = ['-s', file, '-f', allowedSigners];
  try {
    await writeFile(file, signature);
    const found = await keygen(['-Y', 'find-principals', ...files], '');
    if (found.type !== 'ended') return { type: 'no-ssh-keygen' };
    const principal = found.stdout.split('\n')[0]?.trim() ?? '';
    if (!found.ok || principal === '') return { type: 'unknown', reason: found.stderr.trim() };
    const checked = await keygen(['-Y', 'verify', '-n', namespace, '-I', principal, ...files], message);
    if (checked.type !== 'ended') return { type: 'no-ssh-keygen' };
    return checked.ok
      ? { type: 'known', principal }
      : { type: 'unknown', reason: `${checked.stdout}${checked.stderr}`.trim() };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

type Ended =
  | { readonly type: 'ended'; readonly ok: boolean; readonly stdout: string; readonly stderr: string }
  | { readonly type: 'no-program' };

function keygen(args: readonly string[], input: string): Promise<Ended> {
  const { promise, resolve } = Promise.withResolvers<Ended>();
  const child = execFile('ssh-keygen', args, { timeout: patience }, (error, stdout, stderr) => {
    if (error?.code === 'ENOENT') resolve({ type: 'no-program' });
    else resolve({ type: 'ended', ok: error === null, stdout, stderr });
  });
  // It may end without having read it.
  child.stdin?.on('error', () => undefined).end(input);
  return promise;
}

const patience = 10_000;
