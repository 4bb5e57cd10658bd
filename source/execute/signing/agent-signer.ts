import { readFile } from 'node:fs/promises';
import { fingerprintOf } from '../host-keys/known-hosts.ts';
import { keyTypeOf } from '../host-keys/known-hosts-line.ts';
import type { Timers } from '../timers.ts';
import { createAgentClient } from './agent-client.ts';
import { armored, namespace, signedBytes } from './sshsig.ts';

/** Signs a text with the operator's key, or not: never asks anybody for anything. */
export type Signer = (
  text: string,
) => Promise<{ readonly key: string; readonly signature: string } | undefined>;

export type AgentSignerOptions = {
  /** Path of the agent's socket. */
  readonly socket: string;
  /** The one key to sign with; the first of the agent that can be used otherwise. */
  readonly key?: Buffer | undefined;
  readonly timers?: Timers | undefined;
};

/** Signs with a key that an ssh agent holds. Rejects where the agent can't be asked. */
export function createAgentSigner({ socket, key: wanted, timers }: AgentSignerOptions): Signer {
  const agent = createAgentClient({ socket, timers });
  const form = { namespace, hash: 'sha512' } as const;
  return async (text) => {
    const keys = (await agent.keys()).filter((key) => usable.has(keyTypeOf(key)));
    const key = wanted === undefined ? keys[0] : keys.find((each) => each.equals(wanted));
    if (key === undefined) return undefined;
    const signature = await agent.sign(key, signedBytes(text, form));
    return signature === undefined
      ? undefined
      : { key: fingerprintOf(key), signature: armored(key, signature, form) };
  };
}

/** The key in a `.pub` file, or in the one beside a private key; undefined where there is none to be read. */
export async function readPublicKey(file: string): Promise<Buffer | undefined> {
  for (const path of file.endsWith('.pub') ? [file] : [`${file}.pub`, file]) {
    const text = await readFile(path, 'latin1').catch(() => '');
    const [type, encoded = ''] = text.trim().split(/\s+/);
    const key = Buffer.from(encoded, 'base64');
    if (type !== '' && type === keyTypeOf(key)) return key;
  }
  return undefined;
}

/** Keys on hardware wait for a finger. */
const usable: ReadonlySet<string> = new Set([
  'ssh-ed25519',
  'ecdsa-sha2-nistp256',
  'ecdsa-sha2-nistp384',
  'ecdsa-sha2-nistp521',
  'ssh-rsa',
]);
