import { expect, test } from 'vitest';
import { hostKeyRefusal } from '../../../source/execute/host-keys/host-key-refusal.ts';
import { type HostKeyVerdict, knownHostsOf } from '../../../source/execute/host-keys/known-hosts.ts';

const verdict: HostKeyVerdict = {
  type: 'unknown',
  fingerprint: 'SHA256:abc',
  keyType: 'ssh-ed25519',
  places: [],
  authorities: [],
};
const refusal = (parts: Partial<HostKeyVerdict>, files: readonly string[] = ['/one', '/two']) =>
  hostKeyRefusal({ verdict: { ...verdict, ...parts }, host: 'head', files, pins: ['SHA256:pin'] });

test('an unknown key: the files, the fingerprint, the mend', () => {
  expect(refusal({})).toMatch(
    /head \(ssh-ed25519 SHA256:abc\) is unknown: .*`gonogo trust PLAN`.*; it is not in \/one or \/two$/,
  );
  expect(refusal({}, [])).toContain('is not in any known_hosts file');
});

test('an authority that cannot be checked is said', () => {
  expect(refusal({ authorities: [{ file: '/one', line: 3 }] })).toContain('/one:3');
});

test.each(['changed', 'revoked', 'other-type-known'] as const)('%s: every line that says so', (type) => {
  const places = [
    { file: '/one', line: 3 },
    { file: '/two', line: 9 },
  ];
  expect(refusal({ type, places })).toContain('/one:3, /two:9');
});

test('a key that the plan does not name is as loud as a changed one', () => {
  expect(refusal({ type: 'not-pinned' })).toMatch(/^THE HOST KEY OF head IS NOT .*SHA256:abc.*SHA256:pin$/);
});

test('what a host shows in place of a key type never reaches the screen', () => {
  const type = Buffer.from('\x1b[2Jssh-ed25519');
  const key = Buffer.concat([Buffer.of(0, 0, 0, type.length), type]);
  const name = { hostName: 'head', port: 22, hostKeyAlias: undefined };
  expect(knownHostsOf([], []).verify(name, key)).toMatchObject({ type: 'unknown', keyType: '' });
});
