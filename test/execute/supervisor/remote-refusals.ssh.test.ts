import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { fingerprintOf } from '../../../source/execute/host-keys/known-hosts.ts';
import { folder, hostKey, reach, serve, userKey } from '../../helpers/ssh-head.ts';
import { makeKey } from '../../helpers/ssh-keys.ts';

describe('host keys', () => {
  test('the key a host showed is part of every result', async () => {
    const { run } = reach(await serve());
    expect(await run('true')).toMatchObject({ type: 'exited', hostKey: fingerprintOf(hostKey.blob) });
  });

  test('an unknown key is refused before any login, with file, fingerprint and mend', async () => {
    const server = await serve();
    const { run, knownHosts } = reach(server, { hostKeys: [] });
    const { type, reason, hostKey: shown } = await run('true');
    expect(type).toBe('refused');
    for (const part of [knownHosts, fingerprintOf(hostKey.blob), 'ssh-ed25519', 'gonogo trust PLAN']) {
      expect(reason).toContain(part);
    }
    expect(shown).toBe(fingerprintOf(hostKey.blob));
    expect(server.logins()).toBe(0);
  });

  test('a changed key is refused before any login, with the line that says otherwise', async () => {
    const server = await serve();
    const other = makeKey({ folder, name: 'other_key' });
    const { run, knownHosts } = reach(server, { hostKeys: [other.publicLine] });
    const { type, reason } = await run('true');
    expect(type).toBe('refused');
    for (const part of ['CHANGED', `${knownHosts}:1`, fingerprintOf(hostKey.blob)])
      expect(reason).toContain(part);
    expect(server.logins()).toBe(0);
  });

  test('a revoked key is refused', async () => {
    const server = await serve();
    const { run, knownHosts } = reach(server);
    writeFileSync(knownHosts, `* ${hostKey.publicLine}\n@revoked * ${hostKey.publicLine}\n`);
    const { type, reason } = await run('true');
    expect(type).toBe('refused');
    expect(reason).toMatch(/revoked/);
    expect(reason).toContain(`${knownHosts}:2`);
    expect(server.logins()).toBe(0);
  });

  test('a host known by its RSA key only shows that one', async () => {
    const rsa = makeKey({ folder, name: 'rsa_key', type: 'rsa' });
    const server = await serve({ hostKey: [hostKey.privateText, rsa.privateText] });
    const { run } = reach(server, { hostKeys: [rsa.publicLine] });
    expect(await run('true')).toMatchObject({ type: 'exited', hostKey: fingerprintOf(rsa.blob) });
  });

  test('a host known by a key of a type it has not is refused', async () => {
    const rsa = makeKey({ folder, name: 'rsa_key', type: 'rsa' });
    const { run } = reach(await serve(), { hostKeys: [rsa.publicLine] });
    expect(await run('true')).toMatchObject({
      type: 'refused',
      reason: expect.stringContaining('another type'),
    });
  });

  test('known_hosts that cannot be read lets nobody through', async () => {
    const server = await serve();
    const { run } = reach(server, { config: [`UserKnownHostsFile ${folder}`] });
    expect(await run('true')).toMatchObject({ type: 'refused', reason: expect.stringContaining(folder) });
    expect(server.connections()).toBe(0);
  });

  test('a line added by hand counts at the next try', async () => {
    const { run, knownHosts } = reach(await serve(), { hostKeys: [] });
    expect((await run('true')).type).toBe('refused');
    writeFileSync(knownHosts, `* ${hostKey.publicLine}\n`);
    expect((await run('true')).type).toBe('exited');
  });
});

describe('logging in', () => {
  test('a refused login is refused, says what was tried, and is not tried again', async () => {
    const server = await serve({ accepts: () => false });
    const { run } = reach(server);
    const { type, reason } = await run('true');
    expect(type).toBe('refused');
    expect(reason).toContain(userKey.path);
    expect([server.connections(), server.logins()]).toEqual([1, 1]);
  });

  test('jobs that wait for the same connection share its refusal', async () => {
    const server = await serve({ accepts: () => false });
    const { run } = reach(server);
    const ended = await Promise.all([run('true'), run('true'), run('true')]);
    expect(ended.map(({ type }) => type)).toEqual(['refused', 'refused', 'refused']);
    expect(server.connections()).toBe(1);
  });

  test('a key with a passphrase is not asked for: the agent is named', async () => {
    const locked = makeKey({ folder, name: 'locked_key', passphrase: 'open sesame' });
    const { run } = reach(await serve(), { identity: locked.path });
    const { type, reason } = await run('true');
    expect(type).toBe('refused');
    expect(reason).toContain(`ssh-add ${locked.path}`);
    expect(reason).not.toContain('sesame');
  });

  test('a key file that is not there or is no key is told', async () => {
    const rubbish = join(folder, 'rubbish');
    writeFileSync(rubbish, 'rubbish');
    const { run } = reach(await serve(), { identity: rubbish });
    expect((await run('true')).reason).toContain(`${rubbish} can't be used`);
  });

  test('an agent that is not there is told', async () => {
    const socket = join(folder, 'no-agent');
    const { run } = reach(await serve(), { identity: 'none', config: [`IdentityAgent ${socket}`] });
    const { type, reason } = await run('true');
    expect(type).toBe('refused');
    expect(reason).toContain(socket);
  });
});
