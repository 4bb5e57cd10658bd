import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fingerprintOf, readKnownHosts } from '../../source/execute/known-hosts.ts';
import { needs } from '../helpers/needs.ts';
import { makeKey, type TestKey } from '../helpers/ssh-keys.ts';
import { type Sshd, startSshd } from '../helpers/sshd.ts';

let folder: string;
let keys: Record<'ed' | 'other' | 'rsa' | 'user', TestKey>;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'gonogo-oracle-'));
  const key = (name: string, type: 'ed25519' | 'rsa' = 'ed25519') => makeKey({ folder, name, type });
  keys = { ed: key('ed'), other: key('other'), rsa: key('rsa', 'rsa'), user: key('user') };
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.skipIf(needs('ssh-keygen'))('as ssh-keygen says', () => {
  test('fingerprints', () => {
    for (const { path, blob } of Object.values(keys)) {
      const { stdout } = spawnSync('ssh-keygen', ['-lf', `${path}.pub`], { encoding: 'utf8' });
      expect(stdout.split(' ')[1]).toBe(fingerprintOf(blob));
    }
  });

  test.each([
    'head.example',
    'a.example',
    'bad.example',
    'node1',
    'node12',
    '[head.example]:2222',
    '[odd]:2222',
    'odd',
    '10.0.0.1',
    '10.0.0.10',
    'nobody',
  ])('whether %s is in a file, plain and hashed', async (name) => {
    const file = join(folder, 'found');
    const lines = [
      'head.example,10.0.0.1',
      '*.example,!bad.example',
      'node?',
      '[head.example]:2222',
      '[odd]:*',
    ];
    const { publicLine, blob } = keys.ed;
    writeFileSync(file, lines.map((line) => `${line} ${publicLine}\n`).join(''));
    await compare();
    spawnSync('ssh-keygen', ['-Hf', file]);
    await compare();

    async function compare() {
      const oracle = spawnSync('ssh-keygen', ['-F', name, '-f', file], { encoding: 'utf8' });
      const found = await readKnownHosts([file]);
      if (found.type === 'unreadable') throw new Error(found.reason);
      const [, hostName = name, port = '22'] = /^\[(.*)\]:(\d+)$/.exec(name) ?? [];
      const at = found.knownHosts.verify(
        { hostName, port: Number(port), hostKeyAlias: undefined },
        blob,
      ).places;
      const lines = [...oracle.stdout.matchAll(/found: line (\d+)/g)].map(([, line]) => Number(line));
      expect(at.map(({ line }) => line)).toEqual(lines);
    }
  });
});

describe.skipIf(needs('sshd', 'ssh'))('as ssh itself with StrictHostKeyChecking=yes says', () => {
  let sshd: Sshd;
  beforeAll(async () => {
    sshd = await startSshd({ folder, hostKeys: [keys.ed.path], authorizedKeys: [keys.user.publicLine] });
  });
  afterAll(() => sshd?.stop());

  test.each<[string, readonly string[], string?]>([
    ['with the port', ['[127.0.0.1]:PORT ED']],
    ['without the port', ['127.0.0.1 ED']],
    ['nothing', []],
    ['another key', ['[127.0.0.1]:PORT OTHER']],
    ['another key without the port', ['127.0.0.1 OTHER']],
    ['the right one without, another one with the port', ['127.0.0.1 ED', '[127.0.0.1]:PORT OTHER']],
    ['both with the port', ['[127.0.0.1]:PORT OTHER', '[127.0.0.1]:PORT ED']],
    ['another type', ['[127.0.0.1]:PORT RSA']],
    ['another type with, the right one without the port', ['[127.0.0.1]:PORT RSA', '127.0.0.1 ED']],
    ['a pattern', ['[127.0.0.*]:* ED']],
    ['a plain pattern, which holds for the port, too', ['127.* ED']],
    ['a star', ['* ED']],
    ['a star and a veto', ['*,![127.0.0.1]:PORT ED']],
    ['a star and a veto without the port', ['*,!127.0.0.1 ED']],
    ['revoked afterwards', ['[127.0.0.1]:PORT ED', '@revoked * ED']],
    ['revoked before', ['@revoked [127.0.0.1]:PORT ED', '[127.0.0.1]:PORT ED']],
    ['another one revoked', ['[127.0.0.1]:PORT ED', '@revoked * OTHER']],
    ['revoked without the port only', ['[127.0.0.1]:PORT ED', '@revoked 127.0.0.1 ED']],
    ['an authority', ['@cert-authority * ED']],
    ['an unknown marker', ['@other * ED']],
    ['a comment', ['#[127.0.0.1]:PORT ED']],
    ['a wrong type beside the key', ['[127.0.0.1]:PORT ssh-rsa ED-KEY']],
    ['an alias', ['Lab ED'], 'lab'],
    ['an alias with the port', ['[lab]:PORT ED'], 'lab'],
    ['the name although there is an alias', ['[127.0.0.1]:PORT ED'], 'lab'],
  ])('%s', async (_name, template, hostKeyAlias) => {
    const file = join(folder, 'strict');
    const text = template.map((line) => `${fill(line)}\n`).join('');
    writeFileSync(file, text);
    const oracle = await connects(file, hostKeyAlias);
    const found = await readKnownHosts([file]);
    if (found.type === 'unreadable') throw new Error(found.reason);
    const name = { hostName: '127.0.0.1', port: sshd.port, hostKeyAlias };
    const { type } = found.knownHosts.verify(name, keys.ed.blob);
    expect(type === 'known', `${type}: ${oracle.stderr}`).toBe(oracle.connected);
    expect(type === 'revoked').toBe(/revoked/i.test(oracle.stderr));
    if (type === 'changed') expect(oracle.stderr).toContain('HAS CHANGED');
  });

  function fill(line: string): string {
    return line
      .replaceAll('PORT', String(sshd.port))
      .replace('ED-KEY', keys.ed.publicLine.split(' ')[1] ?? '')
      .replace(/ED$/, keys.ed.publicLine)
      .replace(/OTHER$/, keys.other.publicLine)
      .replace(/RSA$/, keys.rsa.publicLine);
  }

  async function connects(file: string, alias: string | undefined) {
    const options = {
      UserKnownHostsFile: file,
      GlobalKnownHostsFile: '/dev/null',
      StrictHostKeyChecking: 'yes',
      BatchMode: 'yes',
      IdentityFile: keys.user.path,
      IdentitiesOnly: 'yes',
      IdentityAgent: 'none',
      ...(alias === undefined ? {} : { HostKeyAlias: alias }),
    };
    const flags = Object.entries(options).flatMap(([name, value]) => ['-o', `${name}=${value}`]);
    const args = [
      '-T',
      '-F',
      '/dev/null',
      ...flags,
      '-p',
      String(sshd.port),
      `${userInfo().username}@127.0.0.1`,
      'exit 0',
    ];
    const child = spawn('ssh', args, { stdio: ['ignore', 'ignore', 'pipe'] });
    let stderr = '';
    child.stderr.on('data', (bytes: Buffer) => {
      stderr += bytes.toString();
    });
    const code = await new Promise((resolve) => child.once('close', resolve));
    return { connected: code === 0, stderr };
  }
});
