import type { SshSettings } from '../ssh-settings/ssh-settings.ts';
import { fingerprintOf, type HostKeyVerdict, type KnownHosts, type KnownHostsReader } from './known-hosts.ts';
import { keyTypeOf } from './known-hosts-line.ts';
import { type RevokedKey, readRevokedKeys } from './revoked-keys.ts';

/** Decides on the keys that one host shows. */
export type HostKeyJudge = {
  /** The known_hosts files that were looked at, in order. */
  readonly files: readonly string[];
  /** Key types to ask the host for first. */
  readonly keyTypes: readonly string[];
  /** The only fingerprints that will do; empty where known_hosts decides. */
  readonly pins: readonly string[];
  readonly verify: (key: Buffer) => HostKeyVerdict;
};

export type HostKeyJudgeResult =
  | { readonly type: 'judge'; readonly judge: HostKeyJudge }
  | { readonly type: 'unusable'; readonly reason: string };

export type HostKeyJudgeOptions = {
  readonly settings: SshSettings;
  readonly pins: readonly string[];
  /** gonogo's own known_hosts, read after the user's. */
  readonly ownFile: string | undefined;
  readonly read: KnownHostsReader;
};

/** Gathers what is known of one host's keys. What can't be read trusts no key. */
export async function hostKeyJudge(options: HostKeyJudgeOptions): Promise<HostKeyJudgeResult> {
  const { settings, pins, ownFile, read } = options;
  const own = ownFile === undefined ? [] : [ownFile];
  const known = await read([...settings.userKnownHostsFiles, ...own, ...settings.globalKnownHostsFiles]);
  if (known.type === 'unreadable')
    return { type: 'unusable', reason: `${known.file} can't be read (${known.reason})` };
  const { knownHosts } = known;
  const revoked =
    settings.revokedHostKeys === undefined ? undefined : await readRevokedKeys(settings.revokedHostKeys);
  if (revoked?.type === 'unusable') return revoked;
  return {
    type: 'judge',
    judge: {
      files: knownHosts.files,
      keyTypes: knownHosts.keyTypes(settings),
      pins,
      verify: (key) => verify({ key, settings, knownHosts, pins, revoked: revoked?.keys ?? [] }),
    },
  };
}

type Question = Pick<HostKeyJudgeOptions, 'settings' | 'pins'> & {
  readonly key: Buffer;
  readonly knownHosts: KnownHosts;
  readonly revoked: readonly RevokedKey[];
};

function verify({ key, settings, knownHosts, pins, revoked }: Question): HostKeyVerdict {
  const fingerprint = fingerprintOf(key);
  const base = { fingerprint, keyType: keyTypeOf(key), authorities: [] };
  const places = revoked.filter((each) => each.key.equals(key)).map(({ file, line }) => ({ file, line }));
  if (places.length > 0) return { ...base, type: 'revoked', places };
  const verdict = knownHosts.verify(settings, key);
  if (pins.length === 0 || verdict.type === 'revoked') return verdict;
  return { ...base, type: pins.includes(fingerprint) ? 'known' : 'not-pinned', places: [] };
}
