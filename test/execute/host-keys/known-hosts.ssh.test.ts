import { spawn, spawnSync } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { networkInterfaces, tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  fingerprintOf,
  type HostKeyVerdict,
  ownName,
  readKnownHosts,
} from '../../../source/execute/host-keys/known-hosts.ts';
import { namesMatch, parseKnownHosts } from '../../../source/execute/host-keys/known-hosts-line.ts';
import { needs } from '../../helpers/needs.ts';
import { farmOfEachTest } from '../../helpers/ssh-farm.ts';
import { makeKey, type TestKey } from '../../helpers/ssh-keys.ts';
import { type Sshd, startSshd } from '../../helpers/sshd.ts';

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

describe.skipIf(needs('sshd', 'ssh', 'ssh-keygen'))(
  'as ssh itself with StrictHostKeyChecking=yes says',
  () => {
    let sshd: Sshd;
    beforeAll(async () => {
      sshd = await startSshd({ folder, hostKeys: [keys.ed.path], authorizedKeys: [keys.user.publicLine] });
    });
    afterAll(() => sshd?.stop());

    type Case = {
      /** `---` begins the next file. */
      readonly lines: readonly string[];
      readonly hostName?: string;
      readonly alias?: string;
      readonly verdict: HostKeyVerdict['type'];
      /** ssh-keygen -F looks at the names only. */
      readonly noKey?: boolean;
    };

    test.each<[string, Case]>([
      ['nothing', { lines: [], verdict: 'unknown' }],
      ['with the port', { lines: ['[127.0.0.1]:PORT ED'], verdict: 'known' }],
      ['without the port', { lines: ['127.0.0.1 ED'], verdict: 'known' }],
      ['another port', { lines: ['[127.0.0.1]:2 ED'], verdict: 'unknown' }],
      ['another key', { lines: ['[127.0.0.1]:PORT OTHER'], verdict: 'changed' }],
      ['another key without the port', { lines: ['127.0.0.1 OTHER'], verdict: 'unknown' }],
      [
        'the right one without, another one with the port',
        { lines: ['127.0.0.1 ED', '[127.0.0.1]:PORT OTHER'], verdict: 'changed' },
      ],
      ['both with the port', { lines: ['[127.0.0.1]:PORT OTHER', '[127.0.0.1]:PORT ED'], verdict: 'known' }],
      ['another type', { lines: ['[127.0.0.1]:PORT RSA'], verdict: 'other-type-known' }],
      [
        'another type with, the right one without the port',
        { lines: ['[127.0.0.1]:PORT RSA', '127.0.0.1 ED'], verdict: 'other-type-known' },
      ],
      ['several names', { lines: ['head,[127.0.0.1]:PORT,tail ED'], verdict: 'known' }],
      ['empty names between', { lines: [',,[127.0.0.1]:PORT, ED'], verdict: 'known' }],
      ['a pattern', { lines: ['[127.0.0.*]:* ED'], verdict: 'known' }],
      ['a question mark', { lines: ['[127.0.?.1]:* ED'], verdict: 'known' }],
      ['a question mark is one character', { lines: ['[127.0.?]:* ED'], verdict: 'unknown' }],
      ['a plain pattern, which holds for the port, too', { lines: ['127.* ED'], verdict: 'known' }],
      ['a star', { lines: ['* ED'], verdict: 'known' }],
      ['a star with the brackets', { lines: ['[*]:PORT ED'], verdict: 'known' }],
      ['a pattern of another key', { lines: ['[127.*]:* OTHER'], verdict: 'changed' }],
      ['a star and a veto', { lines: ['*,![127.0.0.1]:PORT ED'], verdict: 'known' }],
      ['a star and a veto without the port', { lines: ['*,!127.0.0.1 ED'], verdict: 'known' }],
      ['a star and both vetoes', { lines: ['*,![127.0.0.1]:PORT,!127.0.0.1 ED'], verdict: 'unknown' }],
      ['a veto before the name', { lines: ['![127.0.0.1]:*,[127.0.0.1]:PORT ED'], verdict: 'unknown' }],
      ['a veto alone', { lines: ['!head ED'], verdict: 'unknown' }],
      ['a vetoed line and one after it', { lines: ['*,!*127* OTHER', '127.0.0.1 ED'], verdict: 'known' }],
      ['hashed', { lines: ['HASH([127.0.0.1]:PORT) ED'], verdict: 'known' }],
      ['hashed without the port', { lines: ['HASH(127.0.0.1) ED'], verdict: 'known' }],
      ['hashed, another key', { lines: ['HASH([127.0.0.1]:PORT) OTHER'], verdict: 'changed' }],
      ['hashed, another name', { lines: ['HASH([127.0.0.2]:PORT) ED'], verdict: 'unknown' }],
      ['a hash of another kind', { lines: ['|2|AAAA|AAAA ED'], verdict: 'unknown' }],
      ['a broken hash', { lines: ['|1|AAAA ED', '|1| ED', '|1|?|? ED'], verdict: 'unknown' }],
      ['a hash among names', { lines: ['head,HASH([127.0.0.1]:PORT) ED'], verdict: 'unknown' }],
      ['revoked afterwards', { lines: ['[127.0.0.1]:PORT ED', '@revoked * ED'], verdict: 'revoked' }],
      [
        'revoked before',
        { lines: ['@revoked [127.0.0.1]:PORT ED', '[127.0.0.1]:PORT ED'], verdict: 'revoked' },
      ],
      ['revoked and hashed', { lines: ['* ED', '@revoked HASH([127.0.0.1]:PORT) ED'], verdict: 'revoked' }],
      ['revoked only', { lines: ['@revoked * ED'], verdict: 'revoked' }],
      ['another one revoked', { lines: ['[127.0.0.1]:PORT ED', '@revoked * OTHER'], verdict: 'known' }],
      ['revoked elsewhere', { lines: ['[127.0.0.1]:PORT ED', '@revoked head ED'], verdict: 'known' }],
      [
        'revoked without the port only',
        { lines: ['[127.0.0.1]:PORT ED', '@revoked 127.0.0.1 ED'], verdict: 'known' },
      ],
      ['an authority', { lines: ['@cert-authority * ED'], verdict: 'unknown' }],
      ['an authority and the key', { lines: ['@cert-authority * OTHER', '* ED'], verdict: 'known' }],
      ['an unknown marker', { lines: ['@other * ED'], verdict: 'unknown' }],
      ['a marker in capitals', { lines: ['* ED', '@REVOKED * ED'], verdict: 'known' }],
      ['two markers', { lines: ['* ED', '@revoked @revoked * ED'], verdict: 'known' }],
      ['a comment', { lines: ['#[127.0.0.1]:PORT ED'], verdict: 'unknown' }],
      ['a comment with room before it', { lines: ['  # * ED', '\t#* ED'], verdict: 'unknown' }],
      ['a comment after the key', { lines: ['* ED root@head # since 2009'], verdict: 'known' }],
      ['tabs and room', { lines: ['\t [127.0.0.1]:PORT \t ED'], verdict: 'known' }],
      ['lines of DOS', { lines: ['head OTHER\r', '[127.0.0.1]:PORT ED\r', '\r'], verdict: 'known' }],
      [
        'a wrong type beside the key',
        { lines: ['[127.0.0.1]:PORT ssh-rsa ED-KEY'], verdict: 'unknown', noKey: true },
      ],
      ['no type', { lines: ['[127.0.0.1]:PORT ED-KEY'], verdict: 'unknown', noKey: true }],
      [
        'half a key',
        { lines: ['[127.0.0.1]:PORT ssh-ed25519 AAAAC3NzaC1lZDI1NTE5'], verdict: 'unknown', noKey: true },
      ],
      ['rubbish around', { lines: ['\u0000\u0001', 'x', '* ED', 'y z', '@', '|'], verdict: 'known' }],
      ['names in capitals', { lines: ['[LOCALHOST]:PORT ED'], hostName: 'localhost', verdict: 'known' }],
      ['a host in capitals', { lines: ['[localhost]:PORT ED'], hostName: 'LocalHost', verdict: 'known' }],
      [
        'the address is not the name',
        { lines: ['* OTHER', '---', ''], hostName: 'localhost', verdict: 'changed' },
      ],
      ['an alias', { lines: ['Lab ED'], alias: 'lab', verdict: 'known' }],
      ['an alias in capitals', { lines: ['lab ED'], alias: 'LAB', verdict: 'known' }],
      ['an alias and hashed', { lines: ['HASH(lab) ED'], alias: 'lab', verdict: 'known' }],
      ['an alias with the port', { lines: ['[lab]:PORT ED'], alias: 'lab', verdict: 'unknown' }],
      [
        'the name although there is an alias',
        { lines: ['[127.0.0.1]:PORT ED'], alias: 'lab', verdict: 'unknown' },
      ],
      ['the second file', { lines: ['head ED', '---', '* ED'], verdict: 'known' }],
      ['revoked in the second file', { lines: ['* ED', '---', '@revoked * ED'], verdict: 'revoked' }],
      ['another key in the first file', { lines: ['* OTHER', '---', '* ED'], verdict: 'known' }],
      ['no end of the line', { lines: ['head OTHER', '* ED NO-END'], verdict: 'known' }],
    ])('%s', async (_name, { lines, hostName = '127.0.0.1', alias, verdict, noKey }) => {
      const files = lines
        .join('\n')
        .split(/^---\n/m)
        .map((text, index) => {
          const file = join(folder, `strict${index}`);
          writeFileSync(file, `${fill(text)}\n`.replace(/ NO-END\n$/, ''));
          return file;
        });
      const oracle = await connects({ files, alias, hostName, port: sshd.port });
      const found = await readKnownHosts(files);
      if (found.type === 'unreadable') throw new Error(found.reason);
      const name = { hostName, port: sshd.port, hostKeyAlias: alias };
      const { type } = found.knownHosts.verify(name, keys.ed.blob);
      expect(type).toBe(verdict);
      expect(type === 'known', oracle.stderr).toBe(oracle.connected);
      expect(type === 'revoked').toBe(/revoked/i.test(oracle.stderr));
      if (type === 'changed') expect(oracle.stderr).toContain('HAS CHANGED');
      for (const file of noKey ? [] : files) compareNames(file, ownName(name));
    });

    /** Which lines speak of a name. */
    function compareNames(file: string, name: string) {
      const { stdout } = spawnSync('ssh-keygen', ['-F', name, '-f', file], { encoding: 'utf8' });
      const theirs = [...stdout.matchAll(/^# Host .* found: line (\d+)/gm)].map(([, line]) => Number(line));
      const ours = parseKnownHosts(readFileSync(file, 'utf8'), file).filter(({ names }) =>
        namesMatch(names, name),
      );
      expect(
        ours.map(({ line }) => line),
        stdout,
      ).toEqual(theirs);
    }

    function fill(text: string): string {
      return text
        .replaceAll('PORT', String(sshd.port))
        .replace(/HASH\(([^)]*)\)/g, (_, name: string) => hashed(name))
        .replaceAll('ED-KEY', keys.ed.publicLine.split(' ')[1] ?? '')
        .replace(/ ED\b/g, ` ${keys.ed.publicLine}`)
        .replace(/ OTHER\b/g, ` ${keys.other.publicLine}`)
        .replace(/ RSA\b/g, ` ${keys.rsa.publicLine}`);
    }

    test.skipIf(!hasIpv6())('IPv6, with and without the port', async () => {
      const own = await mkdtemp(join(folder, 'six-'));
      const options = { folder: own, hostKeys: [keys.ed.path], authorizedKeys: [keys.user.publicLine] };
      const six = await startSshd({ ...options, address: '::1' });
      try {
        for (const [line, known] of [
          [`[::1]:${six.port}`, true],
          ['::1', true],
          ['::*', true],
          ['[::1]', false],
          [`[0:0:0:0:0:0:0:1]:${six.port}`, false],
        ] as const) {
          const file = join(own, 'known');
          writeFileSync(file, `${line} ${keys.ed.publicLine}\n`);
          const found = await readKnownHosts([file]);
          if (found.type === 'unreadable') throw new Error(found.reason);
          const name = { hostName: '::1', port: six.port, hostKeyAlias: undefined };
          expect(found.knownHosts.verify(name, keys.ed.blob).type === 'known', line).toBe(known);
          const oracle = await connects({ files: [file], hostName: '::1', port: six.port });
          expect(oracle.connected, `${line}: ${oracle.stderr}`).toBe(known);
        }
      } finally {
        await six.stop();
      }
    });
  },
);

describe.skipIf(needs('sshd', 'ssh'))('through a hop, as ssh itself says', () => {
  const farm = farmOfEachTest();

  test('each is verified under its own name', async () => {
    const { key, hostKey, reach, sshd } = farm();
    const hopKey = key('hop_key');
    const hop = { name: 'hop', ...(await sshd({ hostKeys: [hopKey.path] })), hostKeys: [] };
    const head = { name: 'head', ...(await sshd()), hostKeys: [], config: ['ProxyJump hop'] };
    const at = ({ address, port }: Sshd) => `[${address}]:${port}`;
    for (const [lines, known] of [
      [[`${at(hop)} ${hopKey.publicLine}`, `${at(head)} ${hostKey.publicLine}`], true],
      [[`${at(head)} ${hostKey.publicLine}`], false],
      [[`${at(hop)} ${hopKey.publicLine}`], false],
      [[`${at(hop)} ${hostKey.publicLine}`, `${at(head)} ${hostKey.publicLine}`], false],
      [[`${at(hop)} ${hopKey.publicLine}`, `${at(head)} ${hopKey.publicLine}`], false],
      [[`* ${hopKey.publicLine}`, `* ${hostKey.publicLine}`], true],
      [[`* ${hopKey.publicLine}`, `* ${hostKey.publicLine}`, `@revoked * ${hopKey.publicLine}`], false],
    ] as const) {
      const { pool, configFile, knownHosts } = reach([hop, head]);
      writeFileSync(knownHosts, `${lines.join('\n')}\n`);
      const opening = await pool.connection('head');
      expect(opening.type === 'open', JSON.stringify(opening)).toBe(known);
      const flags = ['-T', '-F', configFile, '-o', 'StrictHostKeyChecking=yes', '-o', 'BatchMode=yes'];
      const { connected, stderr } = await ssh([...flags, 'head', 'exit 0']);
      expect(connected, stderr).toBe(known);
    }
  });
});

type Connects = {
  readonly files: readonly string[];
  readonly hostName: string;
  readonly port: number;
  readonly alias?: string | undefined;
};

async function connects({ files, hostName, port, alias }: Connects) {
  const options = {
    UserKnownHostsFile: files.join(' '),
    GlobalKnownHostsFile: '/dev/null',
    StrictHostKeyChecking: 'yes',
    BatchMode: 'yes',
    AddressFamily: hostName.includes(':') ? 'inet6' : 'inet',
    IdentityFile: keys.user.path,
    IdentitiesOnly: 'yes',
    IdentityAgent: 'none',
    ...(alias === undefined ? {} : { HostKeyAlias: alias }),
  };
  const flags = Object.entries(options).flatMap(([name, value]) => ['-o', `${name}=${value}`]);
  const where = ['-p', String(port), '-l', userInfo().username, hostName];
  return await ssh(['-T', '-F', '/dev/null', ...flags, ...where, 'exit 0']);
}

async function ssh(args: readonly string[]) {
  const child = spawn('ssh', args, { stdio: ['ignore', 'ignore', 'pipe'] });
  let stderr = '';
  child.stderr.on('data', (bytes: Buffer) => {
    stderr += bytes.toString();
  });
  const code = await new Promise((resolve) => child.once('close', resolve));
  return { connected: code === 0, stderr };
}

function hashed(name: string): string {
  const salt = Buffer.from('twenty bytes of salt');
  return `|1|${salt.toString('base64')}|${createHmac('sha1', salt).update(name).digest('base64')}`;
}

function hasIpv6(): boolean {
  return Object.values(networkInterfaces()).some((all) => all?.some(({ address }) => address === '::1'));
}
