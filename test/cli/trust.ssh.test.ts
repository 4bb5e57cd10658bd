import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { trust } from '../../source/cli/trust.ts';
import { fingerprintOf } from '../../source/execute/host-keys/known-hosts.ts';
import { asOrdinaryUser } from '../helpers/ordinary-user.ts';
import { type ClientHost, writeClientFiles } from '../helpers/ssh-client-files.ts';
import { connected, farmOfEachTest } from '../helpers/ssh-farm.ts';
import { createTestIo } from './test-io.ts';

const farm = farmOfEachTest();

test('without a terminal it lists what is unknown, as ssh-keygen would, and adds nothing', async () => {
  const { hostKey } = farm();
  const { out, code, own } = await trusting({ hosts: [await host('head', { hostKeys: [] })] });
  expect(out).toBe(`unknown:\n  256 ${fingerprintOf(hostKey.blob)} head (ED25519)\n`);
  expect(code).toBe(4);
  expect(existsSync(own)).toBe(false);
});

test('hosts that are known are go', async () => {
  const hosts = [await host('web1'), await host('web2')];
  expect(await trusting({ hosts })).toMatchObject({ out: 'known: web[1-2]\n', code: 0 });
});

test('nobody logs in', async () => {
  const server = await farm().serve();
  await trusting({ hosts: [{ name: 'head', ...server, hostKeys: [] }] });
  expect([server.connections(), server.logins()]).toEqual([1, 0]);
});

test('a typed yes adds the keys to a file of our own, and to no other', async () => {
  const { hostKey, reach } = farm();
  const head = await host('head', { hostKeys: [] });
  const { code, own, knownHosts, err } = await trusting({ hosts: [head], answers: ['yes'] });
  expect(code).toBe(0);
  expect(err).toContain('To trust the one host that is unknown, type yes: ');
  expect(readFileSync(own, 'utf8')).toBe(`[${head.address}]:${head.port} ${hostKey.publicLine}\n`);
  expect(statSync(own).mode & 0o777).toBe(0o600);
  expect(readFileSync(knownHosts, 'utf8')).toBe('');
  const { pool } = reach([head], { ownKnownHosts: own });
  expect((await connected(pool, 'head')).hostKey).toBe(fingerprintOf(hostKey.blob));
});

test.each(['y', 'Yes', '', 'no', 'yes please'])('the answer %j adds nothing', async (answer) => {
  const { code, own, err } = await trusting({
    hosts: [await host('head', { hostKeys: [] })],
    answers: [answer],
  });
  expect(code).toBe(4);
  expect(existsSync(own)).toBe(false);
  expect(err).toContain('Not trusted.');
});

test('what was typed before the question answers nothing', async () => {
  const { code, own } = await trusting({
    hosts: [await host('head', { hostKeys: [] })],
    typedAhead: 'yes\n',
    answers: [''],
  });
  expect(code).toBe(4);
  expect(existsSync(own)).toBe(false);
});

test('a changed, a revoked and a key the plan does not name are shown and never asked about', async () => {
  const { key, hostKey } = farm();
  const other = key('other_key');
  const changed = await host('changed1', { hostKeys: [other.publicLine] });
  const revoked = await host('revoked1', { hostKeys: [] });
  const pinned = await host('pinned1', { hostKeys: [] });
  const { out, code, err, own, knownHosts } = await trusting({
    hosts: [changed, revoked, pinned],
    frontMatter: `host-keys: { pinned1: "${fingerprintOf(other.blob)}" }`,
    extraKnown: `@revoked [${revoked.address}]:${revoked.port} ${hostKey.publicLine}\n`,
    answers: [],
  });
  expect(out).toMatch(
    /CHANGED: .*\n {2}256 SHA256:\S+ changed1 \(ED25519\); see .*known_hosts:1; the same key as /,
  );
  expect(out).toContain(`see ${knownHosts}:2`);
  expect(out).toMatch(/NOT THE KEY IN THE PLAN: .*\n.*pinned1 .*see host-keys in the plan/);
  expect([code, err, existsSync(own)]).toEqual([4, '', false]);
});

test('a host that cannot be reached is no go', async () => {
  const server = await farm().serve();
  await server.stop();
  const { out, code } = await trusting({ hosts: [{ name: 'head', ...server, hostKeys: [] }] });
  expect(out).toMatch(/^not reached:\n {2}head: head .* refuses connections/);
  expect(code).toBe(4);
});

test('one key on several hosts is one line, and is said', async () => {
  const { key, serve } = farm();
  const own = key('own_key');
  const hosts = [await host('web1', { hostKeys: [] }), await host('web2', { hostKeys: [] })];
  const third = await serve({ hostKey: own.privateText });
  const { out } = await trusting({ hosts: [...hosts, { name: 'web3', ...third, hostKeys: [] }] });
  expect(out).toMatch(/256 SHA256:\S+ web\[1-2\] \(ED25519\); one key for 2 hosts\n/);
  expect(out).toMatch(/256 SHA256:\S+ web3 \(ED25519\)\n/);
});

test('hops come first, and once they are trusted the hosts behind them', async () => {
  const { key, serve, hostKey } = farm();
  const hopKey = key('hop_key');
  const hop = await serve({ hostKey: hopKey.privateText, maxForwards: 10 });
  const hosts: ClientHost[] = [
    { name: 'hop', ...hop, hostKeys: [] },
    await host('head1', { hostKeys: [], config: ['ProxyJump hop'] }),
    await host('head2', { hostKeys: [], config: ['ProxyJump hop'] }),
  ];
  const listed = await trusting({ hosts, planHosts: 'head[1-2]' });
  expect(listed.out).toBe(
    `unknown:\n  256 ${fingerprintOf(hopKey.blob)} hop (ED25519)\nbehind a hop that is not trusted:\n  head[1-2]: behind hop\n`,
  );
  const asked = await trusting({ hosts, planHosts: 'head[1-2]', answers: ['yes', 'yes'] });
  expect(asked.out.slice(listed.out.length)).toBe(
    `unknown:\n  256 ${fingerprintOf(hostKey.blob)} head[1-2] (ED25519); one key for 2 hosts\n`,
  );
  expect(asked.code).toBe(0);
  expect(readFileSync(asked.own, 'utf8').split('\n')).toHaveLength(4);
});

test('--json lists, and asks nothing on a terminal', async () => {
  const { hostKey } = farm();
  const head = await host('head', { hostKeys: [] });
  const { out, err, code } = await trusting({ hosts: [head], json: true, answers: [] });
  expect(JSON.parse(out)).toMatchObject({
    hosts: [
      {
        host: 'head',
        knownAs: `[${head.address}]:${head.port}`,
        state: 'unknown',
        keyType: 'ssh-ed25519',
        bits: 256,
        fingerprint: fingerprintOf(hostKey.blob),
        places: [],
      },
    ],
  });
  expect([err, code]).toEqual(['', 4]);
});

test('a file of our own that cannot be written is a storage error', async () => {
  const { folder } = farm();
  const head = await host('head', { hostKeys: [] });
  const data = join(folder, 'data');
  mkdirSync(join(data, 'gonogo'), { recursive: true, mode: 0o755 });
  chmodSync(join(data, 'gonogo'), 0o555);
  const trusted = asOrdinaryUser(folder, () => trusting({ hosts: [head], answers: ['yes'] }));
  await expect(trusted).rejects.toMatchObject({ code: 12 });
  expect(readdirSync(join(data, 'gonogo'))).toEqual([]);
});

type Trusting = {
  readonly hosts: readonly ClientHost[];
  readonly planHosts?: string;
  readonly frontMatter?: string;
  readonly extraKnown?: string;
  /** Lines to type, one a question; undefined: there is no terminal. */
  readonly answers?: readonly string[];
  readonly typedAhead?: string;
  readonly json?: boolean;
};

async function trusting(options: Trusting) {
  const { hosts, planHosts = hosts.map(({ name }) => name).join(','), frontMatter = '', answers } = options;
  const { folder, userKey } = farm();
  const { configFile, knownHosts } = writeClientFiles({ folder, hosts, identity: userKey.path });
  writeFileSync(knownHosts, readFileSync(knownHosts, 'utf8') + (options.extraKnown ?? ''));
  const plan = join(folder, 'plan.md');
  writeFileSync(plan, planText(planHosts, frontMatter));
  const data = join(folder, 'data');
  const io = createTestIo('', { XDG_DATA_HOME: data });
  const stdin = Object.assign(new PassThrough(), { isTTY: answers !== undefined });
  stdin.write(options.typedAhead ?? '');
  const waiting = [...(answers ?? [])];
  const err = (text: string) => {
    io.err(text);
    const answer = text.endsWith('type yes: ') ? waiting.shift() : undefined;
    if (answer !== undefined) stdin.write(`${answer}\n`);
  };
  const code = await trust(
    { plan, sshConfig: configFile, json: options.json ?? false },
    { ...io, err, stdin },
  );
  expect(waiting).toEqual([]);
  return {
    code,
    out: io.written(),
    err: io.complained(),
    own: join(data, 'gonogo', 'known_hosts'),
    knownHosts,
  };
}

async function host(name: string, options: Partial<ClientHost> = {}): Promise<ClientHost> {
  const { serve, hostKey } = farm();
  const { address, port } = await serve();
  return { name, address, port, hostKeys: [hostKey.publicLine], ...options };
}

function planText(hosts: string, frontMatter: string): string {
  return `---
title: A release
window: 2026-08-18 05:00 - 07:00 UTC
roles: { ops: Olga }
hosts: { all: "${hosts}" }
${frontMatter}
---
# A release

## During the window

- (S + 0 Ops) Look

  \`\`\`sh on=@all
  true
  \`\`\`
`;
}
