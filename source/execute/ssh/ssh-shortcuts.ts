import { createSecretKey } from 'node:crypto';
import type { Client } from '../ssh-library.ts';

// What follows reaches into ssh2. Where it keeps these things elsewhere nothing happens, and only time is lost.

/** Where ssh2 keeps what it hands to Node's crypto for each packet, in AES-GCM. */
const keyPlaces = [
  ['_cipher', '_encKey'],
  ['_decipher', '_decipherKey'],
] as const;

/**
 * To be called after each key exchange. ssh2 gives its keys as bytes, for which Node throws and catches two errors
 * for every packet: a sixth of all the time that small commands on many hosts take. Returns how many were found.
 */
export function prepareCipherKeys(client: Client): number {
  let found = 0;
  for (const [side, name] of keyPlaces) {
    const cipher = member(member(client, '_protocol'), side);
    const key = member(cipher, name);
    if (!isObject(cipher) || !Buffer.isBuffer(key)) continue;
    Reflect.set(cipher, name, createSecretKey(key));
    found += 1;
  }
  return found;
}

/**
 * To be called before the login. OpenSSH's sshd tells all its host keys after it, and ssh2 has it prove each of them,
 * which costs signatures on both sides and is of no use here: a key is learned by `gonogo trust` alone. Returns whether
 * there was something to keep from it.
 */
export function ignoreOfferedHostKeys(client: Client): boolean {
  const handlers = member(member(client, '_protocol'), '_handlers');
  const handle = member(handlers, 'GLOBAL_REQUEST');
  if (!isObject(handlers) || typeof handle !== 'function') return false;
  Reflect.set(handlers, 'GLOBAL_REQUEST', (...request: readonly unknown[]) => {
    const [, name, wantsReply] = request;
    if (name === 'hostkeys-00@openssh.com' && wantsReply !== true) return;
    Reflect.apply(handle, handlers, request);
  });
  return true;
}

function member(of: unknown, name: string): unknown {
  return isObject(of) ? Reflect.get(of, name) : undefined;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
