import { writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { fingerprintOf } from '../../../source/execute/host-keys/known-hosts.ts';
import { manualTimers } from '../../helpers/manual-timers.ts';
import { needs } from '../../helpers/needs.ts';
import type { ClientHost } from '../../helpers/ssh-client-files.ts';
import { connected, type Farm, farmOfEachTest, refusal, runOver } from '../../helpers/ssh-farm.ts';
import type { TestKey } from '../../helpers/ssh-keys.ts';

const farm = farmOfEachTest();

describe.skipIf(needs('sshd', 'ssh'))('real sshds', () => {
  test('two hops, each with a key and settings of its own', async () => {
    const { key, hostKey } = farm();
    const outer = await real('outer', key('outer_key'));
    const inner = await real('inner', key('inner_key', { type: 'ecdsa' }));
    const head = await real('head', hostKey, ['ProxyJump outer,inner']);
    const { pool } = farm().reach([outer, inner, head]);
    const connection = await connected(pool, 'head');
    expect(connection.hostKey).toBe(fingerprintOf(hostKey.blob));
    const { stdout, end } = await runOver(connection, 'echo $SSH_CONNECTION');
    expect(end).toEqual({ type: 'exited', code: 0 });
    expect(stdout.trim().split(' ')[3]).toBe(String(head.port));
  });

  test('a hop that itself has a ProxyJump, by a name with user and port', async () => {
    const { key, hostKey } = farm();
    const outer = await real('outer', key('outer_key'));
    const inner = await real('inner', key('inner_key'), ['ProxyJump outer']);
    const { username } = (await import('node:os')).userInfo();
    const jump = `${username}@inner:${inner.port}`;
    const head = await real('head', hostKey, [`ProxyJump ${jump}`]);
    // What the name says wins over the configuration.
    const hosts = [outer, { ...inner, port: 1, config: ['User nobody-such', 'ProxyJump outer'] }, head];
    const { pool, knownHosts } = farm().reach(hosts);
    learn(knownHosts, [outer, inner, head]);
    const { end } = await runOver(await connected(pool, 'head'), 'true');
    expect(end).toEqual({ type: 'exited', code: 0 });
  });

  test('a megabyte comes through whole', async () => {
    const { key, hostKey } = farm();
    const hop = await real('hop', key('hop_key'));
    const head = await real('head', hostKey, ['ProxyJump hop']);
    const { pool } = farm().reach([hop, head]);
    const { stdout } = await runOver(await connected(pool, 'head'), 'head -c 1000000 /dev/zero | tr "\\0" x');
    expect(stdout).toBe('x'.repeat(1_000_000));
  });

  test('a hop that forwards nothing is named, and not tried again by itself', async () => {
    const { key, hostKey } = farm();
    const hop = await real('hop', key('hop_key'), [], { config: ['AllowTcpForwarding no'] });
    const head = await real('head', hostKey, ['ProxyJump hop']);
    const { pool } = farm().reach([hop, head]);
    expect(await refusal(pool, 'head')).toMatchObject({
      kind: 'final',
      reason: expect.stringMatching(/^head is not reached: hop does not forward .*AllowTcpForwarding/),
    });
  });
});

describe('the hop', () => {
  test('is connected to once for all hosts behind it, and is a host itself', async () => {
    const { hop, head } = await pair({ maxForwards: 100 });
    const { pool } = farm().reach([hop.host, { ...head.host, name: 'head*' }]);
    const names = Array.from({ length: 30 }, (_, index) => `head${index}`);
    await Promise.all([...names, 'hop'].map((name) => connected(pool, name)));
    expect([hop.server.connections(), head.server.connections()]).toEqual([1, 30]);
  });

  test('is connected to again where it takes no more forwards', async () => {
    const { hop, head } = await pair({ maxForwards: 4 });
    const { pool } = farm().reach([hop.host, { ...head.host, name: 'head*' }]);
    const names = Array.from({ length: 10 }, (_, index) => `head${index}`);
    await Promise.all(names.map((name) => connected(pool, name)));
    expect([hop.server.connections(), head.server.connections()]).toEqual([3, 10]);
  });

  test('that takes none at all is no endless loop', async () => {
    const { hop, head } = await pair({ maxForwards: 0 });
    const { pool } = farm().reach([hop.host, head.host]);
    expect(await refusal(pool, 'head')).toMatchObject({
      kind: 'passing',
      reason: expect.stringContaining('hop takes no more forwards'),
    });
    expect(hop.server.connections()).toBe(1);
  });

  test('has its key verified under its own name, before any login', async () => {
    const { hop, head } = await pair({ maxForwards: 1 });
    const { pool } = farm().reach([{ ...hop.host, hostKeys: head.host.hostKeys }, head.host]);
    expect(await refusal(pool, 'head')).toMatchObject({
      kind: 'final',
      hostKey: undefined,
      reason: expect.stringMatching(/^head is behind hop: THE HOST KEY OF hop HAS CHANGED/),
    });
    expect([hop.server.logins(), head.server.connections()]).toEqual([0, 0]);
  });

  test('does not vouch for the host behind it', async () => {
    const { hop, head } = await pair({ maxForwards: 1 });
    const { pool } = farm().reach([hop.host, { ...head.host, hostKeys: hop.host.hostKeys }]);
    expect(await refusal(pool, 'head')).toMatchObject({
      kind: 'final',
      hostKey: fingerprintOf(head.key.blob),
      reason: expect.stringMatching(/^THE HOST KEY OF head HAS CHANGED/),
    });
    expect(head.server.logins()).toBe(0);
  });

  test('that lets nobody in is asked once, however many are behind it', async () => {
    const { hop, head } = await pair({ maxForwards: 1, accepts: () => false });
    const timers = manualTimers();
    const { pool } = farm().reach([hop.host, { ...head.host, name: 'head*' }], { timers });
    const names = Array.from({ length: 8 }, (_, index) => `head${index}`);
    const refusals = await Promise.all(names.map((name) => refusal(pool, name)));
    for (const { reason, kind } of refusals) {
      expect(reason).toMatch(/^head\d is behind hop: hop .*does not let /);
      expect(kind).toBe('final');
    }
    await refusal(pool, 'head99');
    expect([hop.server.connections(), hop.server.logins()]).toEqual([1, 1]);
    // After a moment it is: a person may have mended it.
    timers.pass(5_000);
    await refusal(pool, 'head99');
    expect(hop.server.logins()).toBe(2);
  });

  test('that can’t reach the host says so, and a later try may succeed', async () => {
    const { hop, head } = await pair({ maxForwards: 5 });
    await head.server.stop();
    const { pool } = farm().reach([hop.host, head.host]);
    expect(await refusal(pool, 'head')).toMatchObject({
      kind: 'passing',
      reason: expect.stringMatching(/^head is not reached: hop can't reach 127\.0\.0\.1:/),
    });
  });

  test('that never gets through is not waited for', async () => {
    const { hop, head } = await pair({ maxForwards: 5, onForward: () => {} });
    const host = { ...head.host, config: [...(head.host.config ?? []), 'ConnectTimeout 1'] };
    const { pool } = farm().reach([hop.host, host]);
    expect(await refusal(pool, 'head')).toMatchObject({
      kind: 'passing',
      reason: expect.stringMatching(/hop did not get through to .* within 1 s$/),
    });
  });

  test('that breaks ends what goes through it, with its name; then it is connected to anew', async () => {
    const { hop, head } = await pair({ maxForwards: 5 });
    const { pool } = farm().reach([hop.host, head.host]);
    const connection = await connected(pool, 'head');
    const quiet = { stdout: () => {}, stderr: () => {} };
    const start = await connection.run({ input: 'sleep 300\n', ...quiet });
    hop.server.cut();
    const end = start.type === 'started' ? await start.channel.ended : start;
    expect(end).toMatchObject({ type: 'lost', reason: expect.stringContaining('hop') });
    expect(connection.isOpen()).toBe(false);
    expect((await runOver(await connected(pool, 'head'), 'echo again')).stdout).toBe('again\n');
    expect(hop.server.connections()).toBe(2);
  });

  test('is closed after the hosts behind it, in time', async () => {
    const { hop, head } = await pair({ maxForwards: 5 });
    const { pool } = farm().reach([hop.host, head.host]);
    const connection = await connected(pool, 'head');
    await pool.close();
    expect(connection.isOpen()).toBe(false);
    await expect.poll(() => [hop.server.open(), head.server.open()]).toEqual([0, 0]);
  });
});

describe('a way that cannot be gone', () => {
  const reason = async (config: string) => {
    const { pool, configFile } = farm().reach([]);
    writeFileSync(configFile, config);
    const { reason, kind } = await refusal(pool, 'head');
    expect(kind).toBe('final');
    return reason;
  };

  test('a circle of hops', async () => {
    const config = 'Host head\n ProxyJump a\nHost a\n ProxyJump b\nHost b\n ProxyJump a\n';
    expect(await reason(config)).toMatch(/^head is behind more than 9 hops: .*circle of (a, b|b, a)$/);
  });

  test('a ProxyCommand at the host or at a hop: the mend', async () => {
    expect(await reason('Host head\n ProxyCommand nc %h %p\n')).toMatch(/^head .*`transport: openssh`/);
    expect(await reason('Host head\n ProxyJump a\nHost a\n ProxyCommand nc %h %p\n')).toMatch(
      /^head is behind a hop: a is reached through a ProxyCommand/,
    );
  });
});

async function real(
  name: string,
  key: TestKey,
  config: readonly string[] = [],
  options: Parameters<Farm['sshd']>[0] = {},
): Promise<ClientHost> {
  const { address, port } = await farm().sshd({ hostKeys: [key.path], ...options });
  return { name, address, port, hostKeys: [key.publicLine], config };
}

function learn(file: string, hosts: readonly ClientHost[]) {
  const lines = hosts.map(({ address, port, hostKeys }) => `[${address}]:${port} ${hostKeys[0]}\n`);
  writeFileSync(file, lines.join(''));
}

/** A host `head` behind a host `hop`, with keys of their own. */
async function pair(options: Parameters<Farm['serve']>[0]) {
  const { serve, key, hostKey } = farm();
  const hopKey = key('hop_key');
  const hop = await serve({ hostKey: hopKey.privateText, ...options });
  const head = await serve();
  return {
    hop: { server: hop, host: { name: 'hop', ...hop, hostKeys: [hopKey.publicLine] } },
    head: {
      server: head,
      key: hostKey,
      host: {
        name: 'head',
        ...head,
        hostKeys: [hostKey.publicLine],
        config: ['ProxyJump hop'],
      } as ClientHost,
    },
  };
}
