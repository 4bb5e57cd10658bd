import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createSshSettings, type SshSettings } from '../../../source/execute/ssh-settings/ssh-settings.ts';
import { targetOf } from '../../../source/execute/ssh-settings/ssh-target.ts';
import { needs } from '../../helpers/needs.ts';

let folder: string;
let configFile: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'gonogo-settings-'));
  configFile = join(folder, 'config');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const config = `
Host head
  HostName head.example
  Port 2222
  User deploy
  IdentityFile ~/.ssh/%h_%r
  IdentityFile "/keys/with space"
  IdentitiesOnly yes
  IdentityAgent /run/agent.%r
  UserKnownHostsFile /kh/one /kh/two
  GlobalKnownHostsFile none
  HostKeyAlias release-head
  ConnectTimeout 7
  ServerAliveInterval 9
  ServerAliveCountMax 2
  BindAddress 127.0.0.2
  AddressFamily inet
  RevokedHostKeys ~/revoked.%h
Host quiet
  IdentityAgent none
  IdentityFile none
  UserKnownHostsFile none
Host behind
  ProxyJump admin@bastion:2222,ssh://inner,[2001:db8::7]:22
Host tokens
  HostName tokens.example
  ProxyJump gate-%h
Host through
  ProxyCommand nc %h %p
  ProxyJump bastion
Host over
  ProxyJump bastion
  ProxyCommand nc %h %p
Host unjumped
  ProxyJump none
`;

async function settingsOf(host: string, ssh: string): Promise<SshSettings> {
  const result = await createSshSettings({ configFile, ssh }).of(targetOf(host));
  if (result.type === 'refused') throw new Error(result.reason);
  return result.settings;
}

describe.each([
  { name: 'ssh -G', ssh: 'ssh', skip: needs('ssh') },
  { name: 'the files, where there is no ssh', ssh: '/no/such/ssh', skip: false },
])('$name', ({ ssh, skip }) => {
  beforeAll(() => writeFileSync(configFile, config));
  const { homedir: home, username } = userInfo();
  const reason = async (host: string) => {
    const result = await createSshSettings({ configFile, ssh }).of(targetOf(host));
    return result.type === 'refused' ? result.reason : 'not refused';
  };

  test.skipIf(skip)('reads what the configuration says', async () => {
    expect(await settingsOf('head', ssh)).toEqual({
      hostName: 'head.example',
      port: 2222,
      user: 'deploy',
      identityFiles: [`${home}/.ssh/head.example_deploy`, '/keys/with space'],
      identitiesOnly: true,
      identityAgent: '/run/agent.deploy',
      userKnownHostsFiles: ['/kh/one', '/kh/two'],
      globalKnownHostsFiles: [],
      hostKeyAlias: 'release-head',
      connectTimeout: 7_000,
      proxyJump: [],
      revokedHostKeys: `${home}/revoked.head.example`,
      aliveInterval: 9_000,
      aliveCountMax: 2,
      bindAddress: '127.0.0.2',
      addressFamily: 4,
    });
  });

  test.skipIf(skip)('has the defaults of OpenSSH', async () => {
    const settings = await settingsOf('10.0.0.7', ssh);
    expect(settings).toMatchObject({
      hostName: '10.0.0.7',
      port: 22,
      user: username,
      identitiesOnly: false,
      globalKnownHostsFiles: ['/etc/ssh/ssh_known_hosts', '/etc/ssh/ssh_known_hosts2'],
      userKnownHostsFiles: [`${home}/.ssh/known_hosts`, `${home}/.ssh/known_hosts2`],
      hostKeyAlias: undefined,
      connectTimeout: undefined,
      proxyJump: [],
      revokedHostKeys: undefined,
      aliveInterval: undefined,
      aliveCountMax: 3,
      bindAddress: undefined,
      addressFamily: 0,
      identityAgent: process.env.SSH_AUTH_SOCK || undefined,
    });
    expect(settings.identityFiles).toContain(`${home}/.ssh/id_ed25519`);
  });

  test.skipIf(skip)('none means none', async () => {
    expect(await settingsOf('quiet', ssh)).toMatchObject({
      identityAgent: undefined,
      identityFiles: [],
      userKnownHostsFiles: [],
    });
  });

  test.skipIf(skip)('takes a user from the name', async () => {
    expect(await settingsOf('admin@head', ssh)).toMatchObject({ user: 'admin', hostName: 'head.example' });
  });

  test.skipIf(skip)('what is given wins over the configuration', async () => {
    const result = await createSshSettings({ configFile, ssh }).of({ host: 'head', user: 'admin', port: 99 });
    expect(result).toMatchObject({ settings: { user: 'admin', port: 99, hostName: 'head.example' } });
  });

  test.skipIf(skip)('reads the hops of ProxyJump', async () => {
    expect((await settingsOf('behind', ssh)).proxyJump).toEqual([
      { host: 'bastion', user: 'admin', port: 2222 },
      { host: 'inner', user: undefined, port: undefined },
      { host: '2001:db8::7', user: undefined, port: 22 },
    ]);
    expect((await settingsOf('tokens', ssh)).proxyJump).toMatchObject([{ host: 'gate-tokens.example' }]);
    expect((await settingsOf('unjumped', ssh)).proxyJump).toEqual([]);
  });

  test.skipIf(skip)(
    'of ProxyJump and ProxyCommand the first one counts; the latter needs OpenSSH',
    async () => {
      expect(await reason('through')).toMatch(/through .*ProxyCommand.*`transport: openssh`/);
      expect((await settingsOf('over', ssh)).proxyJump).toMatchObject([{ host: 'bastion' }]);
    },
  );

  test.skipIf(skip)('refuses a configuration that is not there or makes no sense', async () => {
    const missing = await createSshSettings({ configFile: join(folder, 'missing'), ssh }).of({
      host: 'head',
    });
    expect(missing).toMatchObject({ type: 'refused', reason: expect.stringContaining('missing') });
  });
});

test.each(['-oProxyCommand=touch x', '-v', '', 'a b', 'a\nb', "a'b", '$(id)', 'a;b', 'me@-x', '@'])(
  'refuses %j as the name of a host',
  async (host) => {
    const result = await createSshSettings({ ssh: '/no/such/ssh' }).of(targetOf(host));
    expect(result).toMatchObject({ type: 'refused', reason: expect.stringContaining('cannot be the name') });
  },
);

test('Include is not passed over where only the files can be read', async () => {
  const file = join(folder, 'including');
  writeFileSync(file, 'Include more\n');
  const result = await createSshSettings({ configFile: file, ssh: '/no/such/ssh' }).of({ host: 'head' });
  expect(result).toMatchObject({ type: 'refused', reason: expect.stringContaining('Include') });
});

test('Match exec runs nothing where only the files can be read', async () => {
  const file = join(folder, 'matching');
  writeFileSync(file, `Match exec "touch ${join(folder, 'ran')}"\n  Port 99\nHost head\n  Port 23\n`);
  const result = await createSshSettings({ configFile: file, ssh: '/no/such/ssh' }).of({ host: 'head' });
  expect(result).toMatchObject({ type: 'settings', settings: { port: 23 } });
});

test('a host is asked once, and again when it was to be forgotten', async () => {
  const ssh = join(folder, 'counting-ssh');
  const count = join(folder, 'count');
  writeFileSync(ssh, `#!/bin/sh\necho x >>${count}\necho "hostname counted-$(wc -l <${count})"\n`);
  chmodSync(ssh, 0o755);
  const source = createSshSettings({ ssh });
  const hostName = async () => {
    const result = await source.of({ host: 'head' });
    return result.type === 'settings' ? result.settings.hostName : result.reason;
  };
  expect(await Promise.all([hostName(), hostName()])).toEqual(['counted-1', 'counted-1']);
  source.forget({ host: 'head' });
  expect(await hostName()).toBe('counted-2');
});

test('an ssh that fails is quoted', async () => {
  const ssh = join(folder, 'failing-ssh');
  writeFileSync(ssh, '#!/bin/sh\necho "config line 3: Bad configuration option: foo" >&2\nexit 255\n');
  chmodSync(ssh, 0o755);
  const result = await createSshSettings({ ssh }).of({ host: 'head' });
  expect(result).toMatchObject({
    type: 'refused',
    reason: expect.stringContaining('Bad configuration option'),
  });
});
