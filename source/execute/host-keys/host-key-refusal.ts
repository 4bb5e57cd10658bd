import { shellQuote } from '../shell/shell-script.ts';
import type { HostKeyVerdict, KnownHostsPlace } from './known-hosts.ts';

export type RefusedKey = {
  readonly verdict: HostKeyVerdict;
  /** As the plan calls the host. */
  readonly host: string;
  /** Where a line would have been looked for. */
  readonly files: readonly string[];
  /** The fingerprints that the plan allows. */
  readonly pins: readonly string[];
};

/** Why a host is not spoken to, with the key it showed and how a person mends that; places last, as there may be many. */
export function hostKeyRefusal({ verdict, host, files, pins }: RefusedKey): string {
  const key = `${verdict.keyType} ${verdict.fingerprint}`;
  const hand = `\`ssh ${shellQuote(host)}\``;
  switch (verdict.type) {
    case 'known':
      return '';
    case 'unknown':
      return `the host key of ${host} (${key}) is unknown: compare the fingerprint with the host's own, then give \`gonogo trust PLAN\` or add it by hand with ${hand}; it is not in ${list(files)}${authorities(verdict)}`;
    case 'other-type-known':
      return `${host} showed the key ${key}, and is known only by a key of another type: compare the fingerprint with the host's own, then give \`gonogo trust PLAN\` or add it by hand beside ${places(verdict.places)}`;
    case 'changed':
      return `THE HOST KEY OF ${host} HAS CHANGED: it showed ${key}. Somebody may be in between: find out why, and only then replace ${places(verdict.places)}`;
    case 'not-pinned':
      return `THE HOST KEY OF ${host} IS NOT THE ONE IN THE PLAN: it showed ${key}. Somebody may be in between: find out why, and only then change host-keys, which has ${pins.join(', ')}`;
    case 'revoked':
      return `the host key of ${host} (${key}) is revoked by ${places(verdict.places)}`;
  }
}

function authorities({ authorities }: HostKeyVerdict): string {
  return authorities.length === 0
    ? ''
    : `; no certificates yet: the authority of ${places(authorities)} can't be checked`;
}

function places(known: readonly KnownHostsPlace[]): string {
  return known.map(({ file, line }) => `${file}:${line}`).join(', ');
}

function list(files: readonly string[]): string {
  return files.length === 0 ? 'any known_hosts file' : files.join(' or ');
}
