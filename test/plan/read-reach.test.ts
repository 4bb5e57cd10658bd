import { expect, test } from 'vitest';
import { errorsOf, frontWith, planOf, warningsOf } from './write-plan.ts';

const REST = ['sakaiprod2', 'sakaiprod3', 'sakaiprod4', 'sakaiprod5', 'sakaiprod6', 'sakaiprodmail1'];
const ONE = `SHA256:${'A+/z'.repeat(10)}abc`;
const TWO = `SHA256:${'bcd9'.repeat(10)}abc`;

function front(line: string): string {
  return frontWith('vars', `vars: {}\n${line}`);
}

function keyed(hosts: readonly string[], value: unknown) {
  return Object.fromEntries(hosts.map((host) => [host, value]));
}

test('without a word, ssh2 reaches every host and known_hosts says which keys are theirs', () => {
  expect(planOf({})).toMatchObject({ transports: {}, hostKeys: {} });
});

test.each([
  ['transport: openssh', ['sakaiprod1', ...REST]],
  ['transport: ssh2', []],
  ['transport: {}', []],
  ['transport: { rest: openssh }', REST],
  ['transport: { "@rest": openssh, sakaiprod1: ssh2 }', REST],
  ['transport: { "@app!@rest": openssh }', ['sakaiprod1']],
  ['transport: { "sakaiprod[2-3]": openssh, sakaiprod3: openssh }', ['sakaiprod2', 'sakaiprod3']],
])('%s', (line, hosts) => {
  expect(planOf({ front: front(line) }).transports).toEqual(keyed(hosts, 'openssh'));
});

test('one transport for all is for the hosts that only a step names, too', () => {
  const main = '- (S + 0 QC) Look {for=1m}\n\n  ```sh on=other1\n  x\n  ```';
  expect(planOf({ front: front('transport: openssh'), main }).transports).toHaveProperty('other1', 'openssh');
});

test.each([
  ['transport: opnssh', 'unknown transport `opnssh`', 'did you mean `openssh`?', 'opnssh'],
  ['transport: { rest: telnet }', 'unknown transport `telnet`', 'known: `ssh2`, `openssh`', 'telnet'],
  ['transport:', '`transport` is missing', 'write `transport: openssh`', 'transport'],
  ['transport: [openssh]', '`transport` has the wrong shape', 'write `transport: openssh`', '['],
  ['transport: { rest: [ssh2] }', '`transport.rest` has the wrong shape', 'write `transport:', '['],
  ['transport: { "@rst": openssh }', 'no host group is called `@rst`', undefined, '"@rst"'],
  ['transport: { "n[1-": openssh }', 'this bracket is never closed', undefined, '"n[1-"'],
  [
    'transport: { rest: openssh, sakaiprod3: ssh2 }',
    '`sakaiprod3` has another transport by `rest`',
    'write `"@rest!sakaiprod3"` in place of `rest`',
    'sakaiprod3',
  ],
  [
    'transport: { sakaiprod3: openssh, "sakaiprod[2-4]": ssh2 }',
    '`sakaiprod3` has another transport by `sakaiprod3`',
    'write `"sakaiprod[2-4]!sakaiprod3"` in place of `sakaiprod[2-4]`',
    '"sakaiprod[2-4]"',
  ],
  [
    'transport: { app: ssh2, rest: openssh }',
    '`sakaiprod[2-6],sakaiprodmail1` has another transport by `app`',
    'name each host once',
    'rest',
  ],
])('%s is refused', (line, message, mend, at) => {
  const errors = errorsOf({ front: front(line) });
  expect(errors, JSON.stringify(errors)).toHaveLength(1);
  expect(errors[0]).toMatchObject({ message: expect.stringContaining(message), at });
  if (mend !== undefined) expect(errors[0]?.mend).toContain(mend);
});

test('a name of both a group and a host says which one by its @', () => {
  const groups = (line: string) => frontWith('hosts', `hosts: { db: "db,db2" }\n${line}`);
  expect(errorsOf({ front: groups('transport: { db: openssh }') })).toEqual([
    { message: '`db` is a group and a host', mend: 'write `"@db"` for the group', at: 'db' },
  ]);
  expect(planOf({ front: groups('transport: { "@db": openssh }') }).transports).toEqual(
    keyed(['db', 'db2'], 'openssh'),
  );
});

test('keys of hosts are pinned by host set, and several entries of one host add up', () => {
  const { hostKeys } = planOf({
    front: front(
      `host-keys: { sakaiprod1: "${ONE}", rest: ["${ONE}", "${TWO}"], "sakaiprod[1-2]": ["${TWO}"] }`,
    ),
  });
  expect(hostKeys).toEqual({ ...keyed(REST, [ONE, TWO]), sakaiprod1: [ONE, TWO] });
});

test('a host of no step and no group may be a jump host: its key is kept, with a warning', () => {
  const line = `host-keys: { gate.example.org: "${ONE}", sakaiprod9: "${ONE}" }`;
  expect(planOf({ front: front(line) }).hostKeys).toEqual(keyed(['gate.example.org', 'sakaiprod9'], [ONE]));
  expect(warningsOf({ front: front(line) })).toEqual(
    expect.arrayContaining([
      {
        message: 'no step and no group names `gate.example.org`; its keys are kept, as for a jump host',
        mend: undefined,
        at: 'gate.example.org',
      },
      expect.objectContaining({ mend: 'did you mean `sakaiprod1`?', at: 'sakaiprod9' }),
    ]),
  );
});

test('a transport of such a host has no effect', () => {
  const line = 'transport: { gate: openssh, "@rest!@rest": openssh }';
  expect(planOf({ front: front(line) }).transports).toEqual({});
  expect(warningsOf({ front: front(line) }).map(({ message }) => message)).toEqual(
    expect.arrayContaining([
      'no step and no group names `gate`; this has no effect',
      '`@rest!@rest` leaves no host',
    ]),
  );
});

const MEND = '`ssh-keygen -lf FILE` prints';

test.each([
  [`"${ONE}="`, `write \`${ONE}\` alone`, `"${ONE}="`],
  [`"256 ${ONE} sakaiprod1 (ED25519)"`, `write \`${ONE}\` alone`, `"256 ${ONE} sakaiprod1 (ED25519)"`],
  [`"${ONE}d"`, MEND, `"${ONE}d"`],
  [`"${ONE.slice(0, -1)}"`, MEND, `"${ONE.slice(0, -1)}"`],
  [`"${ONE.slice(7)}"`, MEND, `"${ONE.slice(7)}"`],
  [`["${ONE}", sha256:x]`, MEND, 'sha256:x'],
  ['MD5:d0:0d', MEND, 'MD5:d0:0d'],
  ['ssh-ed25519 AAAAC3Nza', MEND, 'ssh-ed25519 AAAAC3Nza'],
])('a key of %s is refused', (value, mend, at) => {
  expect(errorsOf({ front: front(`host-keys: { sakaiprod1: ${value} }`) })).toEqual([
    {
      message: 'this is no fingerprint: `SHA256:` and 43 characters of base64',
      mend: expect.stringContaining(mend),
      at,
    },
  ]);
});

test.each([
  ['host-keys: { sakaiprod1: [] }', 'no fingerprint is given', '['],
  ['host-keys: { sakaiprod1: }', '`host-keys.sakaiprod1` is missing', 'sakaiprod1'],
  ['host-keys: { sakaiprod1: { a: b } }', '`host-keys.sakaiprod1` has the wrong shape', '{'],
  ['host-keys: yes', '`host-keys` has the wrong shape', 'yes'],
  [`host-key: { sakaiprod1: "${ONE}" }`, 'unknown key `host-key`', 'host-key'],
  [`host-keys: { "@rst": "${ONE}" }`, 'no host group is called `@rst`', '"@rst"'],
])('%s is refused', (line, message, at) => {
  const errors = errorsOf({ front: front(line) });
  expect(errors, JSON.stringify(errors)).toHaveLength(1);
  expect(errors[0]).toMatchObject({ message: expect.stringContaining(message), at });
});

test('groups that can not be read raise no second complaint', () => {
  const lines = `hosts: 5\ntransport: { rest: openssh }\nhost-keys: { "@rest": "${ONE}" }`;
  expect(errorsOf({ front: frontWith('hosts', lines) })).toHaveLength(1);
});
