import { createHmac } from 'node:crypto';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  type KnownHostsName,
  knownHostsOf,
  readKnownHosts,
} from '../../../source/execute/host-keys/known-hosts.ts';
import { parseKnownHosts } from '../../../source/execute/host-keys/known-hosts-line.ts';
import { asOrdinaryUser } from '../../helpers/ordinary-user.ts';
import { makeKey, type TestKey } from '../../helpers/ssh-keys.ts';

let folder: string;
let ed: TestKey;
let other: TestKey;
let rsa: TestKey;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'gonogo-known-'));
  ed = makeKey({ folder, name: 'ed' });
  other = makeKey({ folder, name: 'other' });
  rsa = makeKey({ folder, name: 'rsa', type: 'rsa' });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const host = (hostName: string, port = 22, hostKeyAlias?: string): KnownHostsName => ({
  hostName,
  port,
  hostKeyAlias,
});

function verdict(text: string, name: KnownHostsName, key = ed) {
  const { type, places } = knownHostsOf(parseKnownHosts(text, 'kh'), ['kh']).verify(name, key.blob);
  return `${type}${places.map(({ line }) => ` ${line}`).join('')}`;
}

function hashed(name: string): string {
  const salt = Buffer.from('twenty bytes of salt');
  return `|1|${salt.toString('base64')}|${createHmac('sha1', salt).update(name).digest('base64')}`;
}

test('a host is known by its own key, whatever stands around it', () => {
  expect(
    verdict(`# comment\n\n  other.example ${other.publicLine}\na,b ${ed.publicLine} a comment`, host('b')),
  ).toBe('known 4');
  expect(verdict(`a\t${ed.publicLine.replace(' ', '\t')}\r\n`, host('a'))).toBe('known 1');
  expect(verdict('', host('a'))).toBe('unknown');
});

test('names match in any case of letters', () => {
  expect(verdict(`Head.Example ${ed.publicLine}`, host('hEAD.example'))).toBe('known 1');
});

test.each([
  ['*.example', 'a.example', 'known 1'],
  ['*.example', 'a.b.example', 'known 1'],
  ['*.example', 'example', 'unknown'],
  ['node?', 'node1', 'known 1'],
  ['node?', 'node12', 'unknown'],
  ['*,!bad', 'good', 'known 1'],
  ['*,!bad', 'bad', 'unknown'],
  ['!b*,bad', 'bad', 'unknown'],
  ['!bad', 'good', 'unknown'],
  ['a.c', 'abc', 'unknown'],
  ['a*b*c*', 'axxbyyczz', 'known 1'],
  ['192.0.2.*', '192.0.2.7', 'known 1'],
])('the pattern %s for %s: %s', (pattern, name, expected) => {
  expect(verdict(`${pattern} ${ed.publicLine}`, host(name))).toBe(expected);
});

test('a veto counts for its line only', () => {
  expect(verdict(`*,!bad ${other.publicLine}\nbad ${ed.publicLine}`, host('bad'))).toBe('known 2');
});

test('a pattern made to take for ever does not', () => {
  const started = performance.now();
  expect(verdict(`${'*a'.repeat(200)}b ${ed.publicLine}`, host('a'.repeat(250)))).toBe('unknown');
  expect(performance.now() - started).toBeLessThan(1_000);
});

test('hashed names', () => {
  expect(verdict(`${hashed('head.example')} ${ed.publicLine}`, host('Head.Example'))).toBe('known 1');
  expect(verdict(`${hashed('head.example')} ${ed.publicLine}`, host('other'))).toBe('unknown');
  expect(verdict(`${hashed('[head]:2222')} ${ed.publicLine}`, host('head', 2222))).toBe('known 1');
  expect(verdict(`${hashed('head').replace('|1|', '|2|')} ${ed.publicLine}`, host('head'))).toBe('unknown');
});

test('ports', () => {
  expect(verdict(`[head]:2222 ${ed.publicLine}`, host('head', 2222))).toBe('known 1');
  expect(verdict(`[head]:2222 ${ed.publicLine}`, host('head'))).toBe('unknown');
  expect(verdict(`[head]:2222 ${ed.publicLine}`, host('head', 2223))).toBe('unknown');
});

test('a second look without the port knows a host, and never calls it changed', () => {
  expect(verdict(`head ${ed.publicLine}`, host('head', 2222))).toBe('known 1');
  expect(verdict(`head ${other.publicLine}`, host('head', 2222))).toBe('unknown');
  expect(verdict(`head ${ed.publicLine}\n[head]:2222 ${other.publicLine}`, host('head', 2222))).toBe(
    'changed 2',
  );
  expect(verdict(`head ${ed.publicLine}\n[head]:2222 ${rsa.publicLine}`, host('head', 2222))).toBe(
    'other-type-known 2',
  );
});

test('an alias takes the place of name and port', () => {
  expect(verdict(`alias ${ed.publicLine}`, host('10.0.0.1', 2222, 'Alias'))).toBe('known 1');
  expect(verdict(`[10.0.0.1]:2222 ${ed.publicLine}`, host('10.0.0.1', 2222, 'alias'))).toBe('unknown');
});

test('another key of the same type is a changed one, unless any line has the right one', () => {
  expect(verdict(`a ${other.publicLine}`, host('a'))).toBe('changed 1');
  expect(verdict(`a ${other.publicLine}\n* ${ed.publicLine}`, host('a'))).toBe('known 2');
});

test('a key of another type only', () => {
  expect(verdict(`a ${rsa.publicLine}`, host('a'))).toBe('other-type-known 1');
  expect(verdict(`a ${rsa.publicLine}\na ${other.publicLine}`, host('a'))).toBe('changed 2');
});

test('a revoked key is refused before anything else', () => {
  expect(verdict(`a ${ed.publicLine}\n@revoked * ${ed.publicLine}`, host('a'))).toBe('revoked 2');
  expect(verdict(`a ${ed.publicLine}\n@revoked * ${other.publicLine}`, host('a'))).toBe('known 1');
  expect(verdict(`head ${ed.publicLine}\n@revoked head ${ed.publicLine}`, host('head', 2222))).toBe(
    'revoked 2',
  );
});

test('an authority makes no key known, and is named', () => {
  const known = knownHostsOf(parseKnownHosts(`@cert-authority *.example ${other.publicLine}`, 'kh'), ['kh']);
  expect(known.verify(host('a.example'), ed.blob)).toMatchObject({
    type: 'unknown',
    authorities: [{ file: 'kh', line: 1 }],
  });
  expect(known.verify(host('a.example'), other.blob).type).toBe('unknown');
});

test('lines that make no sense are passed over', () => {
  const [type = '', key = ''] = ed.publicLine.split(' ');
  for (const line of [
    'a',
    `a ${type}`,
    `a ${type} ???`,
    `a ssh-rsa ${key}`,
    `a ${type} AAAA`,
    `@revoked`,
    `@unknown a ${ed.publicLine}`,
    `@revoked @revoked a ${ed.publicLine}`,
    `#a ${ed.publicLine}`,
  ]) {
    expect(verdict(line, host('a')), line).toBe('unknown');
  }
});

test('key types are listed so that they can be asked for first', () => {
  const text = `a ${rsa.publicLine}\n@revoked a ${other.publicLine}\nb ${ed.publicLine}\n[a]:2222 ${ed.publicLine}`;
  const known = knownHostsOf(parseKnownHosts(text, 'kh'), ['kh']);
  expect(known.keyTypes(host('a'))).toEqual(['ssh-rsa']);
  expect(known.keyTypes(host('a', 2222))).toEqual(['ssh-ed25519', 'ssh-rsa']);
});

test('several files are one: revoked in the last, known in the first', async () => {
  const [first, second] = [join(folder, 'one'), join(folder, 'two')];
  writeFileSync(first, `a ${ed.publicLine}\nb ${ed.publicLine}\n`);
  writeFileSync(second, `\n@revoked a ${ed.publicLine}\nc ${ed.publicLine}\n`);
  const result = await readKnownHosts([first, join(folder, 'missing'), second]);
  if (result.type === 'unreadable') throw new Error(result.reason);
  const { verify } = result.knownHosts;
  expect(verify(host('a'), ed.blob)).toMatchObject({ type: 'revoked', places: [{ file: second, line: 2 }] });
  expect(verify(host('b'), ed.blob)).toMatchObject({ type: 'known', places: [{ file: first, line: 2 }] });
  expect(verify(host('c'), ed.blob)).toMatchObject({ type: 'known', places: [{ file: second, line: 3 }] });
});

test('a file that cannot be read stops everything', async () => {
  const directory = join(folder, 'directory');
  mkdirSync(directory);
  expect(await readKnownHosts([directory])).toEqual({
    type: 'unreadable',
    file: directory,
    reason: 'EISDIR',
  });
});

test('a file without the right to read it stops everything', async () => {
  const secret = join(folder, 'secret');
  writeFileSync(secret, '');
  chmodSync(secret, 0);
  const result = await asOrdinaryUser(folder, () => readKnownHosts([secret]));
  expect(result).toEqual({ type: 'unreadable', file: secret, reason: 'EACCES' });
});
