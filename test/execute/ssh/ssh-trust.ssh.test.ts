import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { fingerprintOf } from '../../../source/execute/host-keys/known-hosts.ts';
import { connected, farmOfEachTest, refusal, runOver } from '../../helpers/ssh-farm.ts';
import type { SshServerOptions } from '../../helpers/ssh-server.ts';

const farm = farmOfEachTest();

/** A server, called `head`, that nobody knows. */
async function unknown(options: Partial<SshServerOptions> = {}) {
  const server = await farm().serve(options);
  return { server, host: { name: 'head', ...server, hostKeys: [] as readonly string[] } };
}

describe('pins', () => {
  test('one of them will do, and known_hosts is not asked', async () => {
    const { hostKey, key, reach } = farm();
    const { host } = await unknown();
    const other = key('other_key');
    const pins = { head: [fingerprintOf(other.blob), fingerprintOf(hostKey.blob)] };
    const { pool } = reach([{ ...host, hostKeys: [other.publicLine] }], { pins });
    expect((await connected(pool, 'head')).hostKey).toBe(fingerprintOf(hostKey.blob));
  });

  test('none of them: nobody logs in, although known_hosts knows the key', async () => {
    const { hostKey, key, reach } = farm();
    const { host, server } = await unknown();
    const pins = { head: [fingerprintOf(key('other_key').blob)] };
    const { pool } = reach([{ ...host, hostKeys: [hostKey.publicLine] }], { pins });
    expect(await refusal(pool, 'head')).toMatchObject({
      kind: 'final',
      hostKey: fingerprintOf(hostKey.blob),
      reason: expect.stringMatching(
        /^THE HOST KEY OF head IS NOT THE ONE IN THE PLAN: it showed ssh-ed25519/,
      ),
    });
    expect(server.logins()).toBe(0);
  });

  test('of a key of another type: the host is asked for that', async () => {
    const { hostKey, key, reach } = farm();
    const rsa = key('rsa_key', { type: 'rsa' });
    const { host } = await unknown({ hostKey: [hostKey.privateText, rsa.privateText] });
    const { pool } = reach([host], { pins: { head: [fingerprintOf(rsa.blob)] } });
    expect((await connected(pool, 'head')).hostKey).toBe(fingerprintOf(rsa.blob));
  });

  test('a revoked key is refused, pinned or not', async () => {
    const { hostKey, reach } = farm();
    const { host } = await unknown();
    const { pool, knownHosts } = reach([host], { pins: { head: [fingerprintOf(hostKey.blob)] } });
    writeFileSync(knownHosts, `@revoked * ${hostKey.publicLine}\n`);
    expect((await refusal(pool, 'head')).reason).toMatch(/is revoked by .*known_hosts:1/);
  });

  test('of a hop, by its name', async () => {
    const { hostKey, key, reach, serve } = farm();
    const hopKey = key('hop_key');
    const hop = await serve({ hostKey: hopKey.privateText, maxForwards: 1 });
    const { host } = await unknown();
    const hosts = [
      { name: 'hop', ...hop, hostKeys: [] },
      { ...host, config: [`ProxyJump hop:${hop.port}`] },
    ];
    const pins = { head: [fingerprintOf(hostKey.blob)], hop: [fingerprintOf(hopKey.blob)] };
    expect((await connected(reach(hosts, { pins }).pool, 'head')).hostKey).toBe(pins.head[0]);
    expect((await refusal(reach(hosts, { pins: { ...pins, hop: pins.head } }).pool, 'head')).reason).toMatch(
      /^head is behind hop:\d+: THE HOST KEY OF hop:\d+ IS NOT THE ONE IN THE PLAN/,
    );
  });
});

describe('files', () => {
  test('gonogo’s own known_hosts counts beside the user’s, and is read anew', async () => {
    const { folder, hostKey, reach } = farm();
    const { host } = await unknown();
    const ownKnownHosts = join(folder, 'own');
    const { pool } = reach([host], { ownKnownHosts });
    expect((await refusal(pool, 'head')).reason).toContain(`known_hosts or ${ownKnownHosts}`);
    writeFileSync(ownKnownHosts, `[${host.address}]:${host.port} ${hostKey.publicLine}\n`);
    expect((await connected(pool, 'head')).isOpen()).toBe(true);
  });

  test('a key that one file revokes is known by none', async () => {
    const { folder, hostKey, reach } = farm();
    const { host } = await unknown();
    const ownKnownHosts = join(folder, 'own');
    writeFileSync(ownKnownHosts, `@revoked * ${hostKey.publicLine}\n`);
    const { pool } = reach([{ ...host, hostKeys: [hostKey.publicLine] }], { ownKnownHosts });
    expect((await refusal(pool, 'head')).reason).toContain(`is revoked by ${ownKnownHosts}:1`);
  });

  test('RevokedHostKeys: a list of keys', async () => {
    const { folder, hostKey, key, reach } = farm();
    const { host } = await unknown();
    const file = join(folder, 'revoked');
    const config = [`RevokedHostKeys ${file}`];
    const known = { ...host, hostKeys: [hostKey.publicLine], config };
    const reason = async (text: string | Buffer) => {
      writeFileSync(file, text);
      return (await refusal(reach([known]).pool, 'head')).reason;
    };
    writeFileSync(file, `# others\n\n${key('other_key').publicLine} other\n`);
    await connected(reach([known]).pool, 'head');
    expect(await reason(`# this one\n${hostKey.publicLine} old laptop\n`)).toContain(
      `is revoked by ${file}:2`,
    );
    expect(await reason('rubbish\n')).toContain("can't be read: line 1 is no public key");
    expect(await reason(Buffer.from('SSHKRL\n\0\0\0\0\x01'))).toMatch(/binary KRL.*`transport: openssh`/);
    rmSync(file);
    expect((await refusal(reach([known]).pool, 'head')).reason).toMatch(/^head is not spoken to: .*ENOENT/);
  });
});

describe('settings', () => {
  test('ServerAliveInterval and ServerAliveCountMax end a silent connection', async () => {
    const { hostKey, reach, serve, cleanUp } = farm();
    const { startFreezingProxy } = await import('../../helpers/freezing-proxy.ts');
    const proxy = await startFreezingProxy((await serve()).port);
    cleanUp(proxy.stop);
    const config = ['ServerAliveInterval 1', 'ServerAliveCountMax 1'];
    const { pool } = reach([{ name: 'head', ...proxy, hostKeys: [hostKey.publicLine], config }]);
    const connection = await connected(pool, 'head');
    const ran = runOver(connection, 'sleep 300');
    proxy.freeze();
    expect((await ran).end).toMatchObject({ reason: expect.stringContaining('did not answer for 1 s') });
  });

  test.runIf(process.platform === 'linux')('BindAddress and AddressFamily choose where from', async () => {
    const { hostKey, reach } = farm();
    const { host } = await unknown({
      onCommand: ({ channel, connection }) => {
        const { remoteAddress } = (connection as unknown as { _sock: { remoteAddress: string } })._sock;
        channel.end(remoteAddress);
      },
    });
    const from = async (...config: readonly string[]) => {
      const { pool } = reach([{ ...host, hostKeys: [hostKey.publicLine], config }]);
      return (await runOver(await connected(pool, 'head'), '')).stdout;
    };
    expect(await from('BindAddress 127.0.0.9')).toBe('127.0.0.9');
    expect(await from('AddressFamily inet')).toBe('127.0.0.1');
  });
});
