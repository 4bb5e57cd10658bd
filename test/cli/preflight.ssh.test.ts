import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { main } from '../../source/cli/main.ts';
import { needs } from '../helpers/needs.ts';
import { writeClientFiles } from '../helpers/ssh-client-files.ts';
import { makeKey } from '../helpers/ssh-keys.ts';
import { type Sshd, startSshd } from '../helpers/sshd.ts';
import { createTestIo } from './test-io.ts';

let folder: string;
let server: Sshd;
let configFile: string;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'gonogo-preflight-'));
  const hostKey = makeKey({ folder, name: 'host_key' });
  const userKey = makeKey({ folder, name: 'user_key' });
  mkdirSync(join(folder, 'state'));
  server = await startSshd({
    folder,
    hostKeys: [hostKey.path],
    authorizedKeys: [userKey.publicLine],
    config: [`SetEnv XDG_STATE_HOME=${join(folder, 'state')}`],
  });
  const hosts = ['web1', 'web2', 'web3'].map((name) => ({ name, ...server, hostKeys: [hostKey.publicLine] }));
  configFile = writeClientFiles({ folder, hosts, identity: userKey.path }).configFile;
});
afterEach(async () => {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function check(plan: string, ...more: readonly string[]) {
  const io = createTestIo('', { PATH: process.env.PATH, HOME: folder });
  const code = await main(['check', plan, '--preflight', '--ssh-config', configFile, ...more], '1', io);
  return { code, out: io.written(), err: io.complained() };
}

function plan(on: string, front: readonly string[] = []): string {
  const path = join(folder, 'plan.md');
  const head = ['title: T', 'window: 2009-08-18 05:00 - 07:00 UTC', 'roles: { qc: Sandra }', ...front];
  const body = `## Window\n- (S + 0 QC) Look {for=1m}\n\n  \`\`\`sh on=${on}\n  true\n  \`\`\`\n`;
  writeFileSync(path, `---\n${head.join('\n')}\n---\n${body}`);
  return path;
}

describe.skipIf(needs('ssh', 'sshd'))('check --preflight', () => {
  test.each([
    ['the built in SSH', []],
    ["this machine's own ssh", ['transport: openssh']],
  ])('folds what hosts have in common, and says go; over %s', async (_, front) => {
    const { code, out, err } = await check(plan('web[1-3]', front));
    expect([code, err]).toEqual([0, '']);
    const lines = out.split('\n');
    expect(lines[0]).toMatch(/^go {2}web\[1-3\] {2}connection +reached, key verified, logged in$/);
    expect(lines.slice(1, 5).map((line) => line.split(/ {2,}/).slice(0, 3))).toEqual([
      ['go', 'web[1-3]', 'shell'],
      ['go', 'web[1-3]', 'clock'],
      ['go', 'web[1-3]', 'job folder'],
      ['go', 'web[1-3]', 'session'],
    ]);
    expect(lines.slice(5)).toEqual(['', 'GO: 3 hosts', '']);
  });

  test('puts problems first, says no-go, and ends with 4', async () => {
    const { code, out } = await check(plan('web[1-2],no-such-host.invalid'));
    expect(code).toBe(4);
    const lines = out.trimEnd().split('\n');
    expect(lines[0]).toMatch(/^NO-GO {2}no-such-host\.invalid {2}connection {2}/);
    expect(lines[1]).toMatch(/^go +web\[1-2\] +connection/);
    expect(lines.at(-1)).toBe('NO-GO: 1 problem on no-such-host.invalid; looked at 3 hosts');
  });

  test('prints data', async () => {
    const path = plan('web1');
    const { code, out } = await check(path, '--json');
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      file: path,
      verdict: 'go',
      results: [{ target: 'web1', probe: 'connection', verdict: 'go' }, {}, {}, {}, {}],
    });
  });

  test('a plan with an error is not looked at any further', async () => {
    const { code, err } = await check(plan('web[1-'));
    expect(code).toBe(3);
    expect(err).toContain('nothing runs from a plan with an error');
  });
});
