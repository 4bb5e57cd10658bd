import { randomBytes } from 'node:crypto';
import { createRandom } from '../run/random.ts';

/** Another sequence each time. */
export function freshRandom(): () => number {
  return createRandom(randomBytes(4).readUInt32BE());
}

/** 128 bits as hex; nobody can guess it. */
export function randomToken(): string {
  return randomBytes(16).toString('hex');
}
