import { execFileSync, spawn } from 'node:child_process';
import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { needs } from '../../helpers/needs.ts';
import { connect, folder, hostKey, reach, refusal, run, serve, userKey } from '../../helpers/openssh-head.ts';
import { makeKey } from '../../helpers/ssh-keys.ts';

describe.skipIf(needs('ssh', 'sshd', 'ssh-keygen'))('what is not built in', () => {
  test('certificates, of the host and of the user', async () => {
    const authority = makeKey({ folder, name: 'authority' });
    const { username } = userInfo();
    sign('-h', '-I', 'head', hostKey.path);
    sign('-I', 'us', '-n', username, userKey.path);
    const config = [`HostCertificate ${hostKey.path}-cert.pub`, `TrustedUserCAKeys ${authority.path}.pub`];
    const server = await serve({ config, authorizedKeys: [] });
    const { transport, knownHosts } = reach(server, { hostKeys: [] });
    writeFileSync(knownHosts, `@cert-authority * ${authority.publicLine}\n`);
    expect((await run(await connect(transport), 'echo in')).stdout).toBe('in\n');
  });

  test('a ProxyCommand', async () => {
    const server = await serve();
    const nowhere = { address: '192.0.2.1', port: 22 };
    const config = [
      `ProxyCommand ssh -F ${join(folder, 'ssh_config')} -W ${server.address}:${server.port} gate`,
    ];
    const { transport, knownHosts, configFile } = reach(nowhere, { config });
    const gate = ['Host gate', `HostName ${server.address}`, `Port ${server.port}`, 'ProxyCommand none'];
    writeFileSync(configFile, `${gate.join('\n')}\n${readFileSync(configFile, 'utf8')}`);
    appendFileSync(knownHosts, `[${server.address}]:${server.port} ${hostKey.publicLine}\n`);
    expect((await run(await connect(transport), 'echo through')).stdout).toBe('through\n');
  });
});

describe.skipIf(needs('ssh', 'sshd', 'ssh-keygen'))('jump hosts', () => {
  test('are gone through', async () => {
    const { transport } = await behindHop({ hopKnown: true });
    expect((await run(await connect(transport), 'echo $SSH_CONNECTION')).stdout).toMatch(/^127\.0\.0\.1 /);
  });

  test('are not spoken to when their key is unknown, whatever the settings say', async () => {
    const { transport } = await behindHop({ hopKnown: false });
    expect(await refusal(transport)).toMatchObject({
      kind: 'final',
      reason: expect.stringContaining('on the way to head was not accepted: Host key verification failed'),
    });
  });

  test("are not known by gonogo's own known_hosts alone where the settings name a list", async () => {
    const own = join(folder, 'own');
    const { transport, hopLine } = await behindHop({ hopKnown: false, own });
    writeFileSync(own, hopLine);
    expect(await refusal(transport)).toMatchObject({ kind: 'final' });
  });

  test('that let nobody in are final', async () => {
    const { transport } = await behindHop({ hopKnown: true, strangers: true });
    expect(await refusal(transport)).toMatchObject({
      kind: 'final',
      reason: expect.stringContaining('Permission denied'),
    });
  });
});

test.skipIf(needs('ssh', 'sshd'))('a program that is killed leaves no connection behind', async () => {
  const { configFile } = reach(await serve());
  const child = spawn(process.execPath, [join(import.meta.dirname, 'openssh-child.ts'), configFile], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, TMPDIR: folder },
  });
  let said = '';
  child.stdout.on('data', (bytes: Buffer) => {
    said += bytes.toString();
  });
  await expect.poll(() => said, { timeout: 5_000 }).toMatch(/^\d+\n$/);
  const session = Number(said);
  expect(isAlive(session)).toBe(true);
  child.kill('SIGKILL');
  await expect.poll(() => isAlive(session), { timeout: 5_000 }).toBe(false);
});

type Hop = { readonly hopKnown: boolean; readonly own?: string; readonly strangers?: boolean };

async function behindHop({ hopKnown, own, strangers = false }: Hop) {
  const hopFolder = join(folder, 'hop');
  mkdirSync(hopFolder);
  const hopKey = makeKey({ folder: hopFolder, name: 'host_key' });
  const keys = strangers ? [] : [userKey.publicLine];
  const hop = await serve({ folder: hopFolder, hostKeys: [hopKey.path], authorizedKeys: keys });
  const options = own === undefined ? {} : { options: { knownHostsFiles: [own] } };
  const { transport, configFile, knownHosts } = reach(await serve(), {
    config: ['ProxyJump hop'],
    ...options,
  });
  const block = [
    'Host hop',
    `HostName ${hop.address}`,
    `Port ${hop.port}`,
    'StrictHostKeyChecking accept-new',
  ];
  writeFileSync(configFile, `${block.join('\n')}\n${readFileSync(configFile, 'utf8')}`);
  const hopLine = `[${hop.address}]:${hop.port} ${hopKey.publicLine}\n`;
  if (hopKnown) appendFileSync(knownHosts, hopLine);
  return { transport, hopLine };
}

function sign(...args: readonly string[]) {
  execFileSync('ssh-keygen', ['-q', '-s', join(folder, 'authority'), ...args]);
}

function isAlive(pid: number): boolean {
  try {
    return !/^\d+ \(.*\) [ZX]/s.test(readFileSync(`/proc/${pid}/stat`, 'latin1'));
  } catch {
    return false;
  }
}
