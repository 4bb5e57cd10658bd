import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createOpensshTransport } from '../../../source/execute/openssh/openssh-transport.ts';
import { runPreflight } from '../../../source/execute/preflight/preflight.ts';
import type { PreflightResult } from '../../../source/execute/preflight/preflight-report.ts';
import { systemTimers, type Timers } from '../../../source/execute/timers.ts';
import { needs, pathOf } from '../../helpers/needs.ts';
import { makePlan, sh } from '../../helpers/plan.ts';
import { type ClientHost, writeClientFiles } from '../../helpers/ssh-client-files.ts';
import { makeKey, type TestKey } from '../../helpers/ssh-keys.ts';
import { startSshd } from '../../helpers/sshd.ts';

let folder: string;
let hostKey: TestKey;
let userKey: TestKey;
let cleanUps: (() => Promise<void>)[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gonogo-preflight-'));
  hostKey = makeKey({ folder, name: 'host_key' });
  userKey = makeKey({ folder, name: 'user_key' });
  mkdirSync(join(folder, 'bin'));
  cleanUps = [];
});
afterEach(async () => {
  for (const task of cleanUps.reverse()) await task();
  rmSync(folder, { recursive: true, force: true });
});

/** A host with a state folder of its own, whose programs are first looked for in a folder of the test. */
async function host(
  name: string,
  { config = [] as readonly string[], env = {} as Record<string, string> } = {},
) {
  const serverFolder = mkdtempSync(join(folder, 'sshd-'));
  const state = join(serverFolder, 'state');
  const variables = {
    XDG_STATE_HOME: state,
    PATH: `${join(folder, 'bin')}:${process.env.PATH ?? ''}`,
    ...env,
  };
  const set = Object.entries(variables).map(([key, value]) => `${key}=${value}`);
  const server = await startSshd({
    folder: serverFolder,
    hostKeys: [hostKey.path],
    authorizedKeys: [userKey.publicLine],
    config: [...config, `SetEnv ${set.join(' ')}`],
  });
  cleanUps.push(server.stop);
  return { state, server, known: { name, ...server, hostKeys: [hostKey.publicLine] } satisfies ClientHost };
}

function program(name: string, text: string) {
  const path = join(folder, 'bin', name);
  writeFileSync(path, `#!/bin/sh\n${text}\n`);
  chmodSync(path, 0o755);
}

type Look = { readonly text?: string; readonly timers?: Timers };

async function look(hosts: readonly ClientHost[], { text = 'true', timers }: Look = {}) {
  const { configFile } = writeClientFiles({ folder, hosts, identity: userKey.path });
  const transport = createOpensshTransport({ configFile });
  cleanUps.push(transport.close);
  const names = hosts.map(({ name }) => name);
  const plan = makePlan({ main: [{ id: 'a', actions: [sh(names, { text })] }] });
  const streamed: PreflightResult[] = [];
  const onResults = (results: readonly PreflightResult[]) => void streamed.push(...results);
  const report = await runPreflight({ plan, transport, timers, onResults });
  expect(new Set(streamed)).toEqual(new Set(report.results));
  const of = (probe: string) => report.results.filter((result) => result.probe === probe);
  return { ...report, of };
}

describe.skipIf(needs('ssh', 'sshd'))('hosts', () => {
  test('that are well: nothing but the job folder is left there', async () => {
    const { known, state } = await host('web1');
    const others = ['web2', 'web3'].map((name) => ({ ...known, name }));
    const { verdict, results } = await look([known, ...others]);
    expect(verdict).toBe('go');
    const probes = ['connection', 'shell', 'clock', 'job folder', 'session'];
    expect(results.map(({ target, probe }) => `${target} ${probe}`)).toEqual(
      ['web1', 'web2', 'web3'].flatMap((name) => probes.map((probe) => `${name} ${probe}`)),
    );
    expect(readdirSync(join(state, 'gonogo', 'jobs'))).toEqual([]);
  });

  test('that are down, or show another key, stop nobody else from being looked at', async () => {
    const well = (await host('web1')).known;
    const down = await host('web2');
    await down.server.stop();
    const other = makeKey({ folder, name: 'other_key' });
    const wrong = { ...well, name: 'web3', config: ['UserKnownHostsFile /dev/null'] };
    const changed = { ...(await host('web4')).known, hostKeys: [other.publicLine] };
    const { verdict, of } = await look([well, down.known, wrong, changed]);
    expect(verdict).toBe('no-go');
    expect(of('connection').map((result) => [result.target, result.verdict, result.words])).toEqual([
      ['web1', 'go', 'reached, key verified, logged in'],
      ['web2', 'no-go', expect.stringContaining('Connection refused')],
      ['web3', 'no-go', expect.stringContaining('is unknown')],
      ['web4', 'no-go', expect.stringContaining('HAS CHANGED')],
    ]);
    expect(of('shell').map(({ target }) => target)).toEqual(['web1']);
  });

  test('without a shell, or with one that stops half way', async () => {
    const none = await host('web1', { config: ['ForceCommand echo This account is not available.; exit 1'] });
    program('df', 'kill -9 $PPID; sleep 1');
    const broken = await host('web2');
    const { verdict, of } = await look([none.known, broken.known]);
    expect(verdict).toBe('no-go');
    const [first, ...second] = of('shell');
    expect(first).toMatchObject({ target: 'web1', verdict: 'no-go' });
    expect(first?.words).toContain('This account is not available.');
    expect(second.at(-1)).toMatchObject({ target: 'web2', verdict: 'no-go' });
  });

  test('that never answer are given up in time', async () => {
    program('df', 'sleep 30');
    const { known } = await host('web1');
    const timers = {
      now: systemTimers.now,
      after: (ms: number, callback: () => void) => systemTimers.after(ms / 5, callback),
    };
    const { of } = await look([known], { timers });
    expect(of('shell').at(-1)).toMatchObject({ verdict: 'no-go', words: 'it did not answer within 15 s' });
    expect(of('connection')).toHaveLength(1);
  });

  test('whose clock is wrong', async () => {
    program('date', 'exec /bin/date -d "+5 seconds" "$@"');
    const { known } = await host('web1');
    const { verdict, of } = await look([known]);
    expect([verdict, of('clock')[0]?.verdict]).toEqual(['warn', 'warn']);
    expect(of('clock')[0]?.words).toMatch(/^[45]\.\d s ahead of this machine's clock$/);
  });

  test('whose job folder cannot be made or written, or is nearly full', async () => {
    const df = (free: number) => program('df', `echo Filesystem; echo "/dev/x 100 50 ${free} 9% /mnt"`);
    df(9_000_000);
    const unmade = await host('web1', { env: { XDG_STATE_HOME: '/proc/nobody' } });
    const fixed = await host('web2');
    mkdirSync(join(fixed.state, 'gonogo'), { recursive: true });
    symlinkSync('/sys/kernel', join(fixed.state, 'gonogo', 'jobs'));
    expect((await look([unmade.known, fixed.known])).of('job folder').map(({ words }) => words)).toEqual([
      "/proc/nobody/gonogo/jobs can't be made",
      `${fixed.state}/gonogo/jobs can't be written`,
    ]);
    df(5_000);
    const { of } = await look([(await host('web3')).known]);
    expect(of('job folder')).toMatchObject([
      { verdict: 'no-go', words: expect.stringMatching(/^4 MB free in \//) },
    ]);
  });

  test.each([
    ['free', 'exit 0', 'go'],
    ['for some commands', '[ "$2" = -l ]', 'warn'],
    ['with a password', 'echo a password is required >&2; exit 1', 'no-go'],
  ])('with sudo %s', async (_, text, verdict) => {
    program('sudo', text);
    const { known } = await host('web1');
    expect((await look([known], { text: 'sudo true' })).of('sudo')).toMatchObject([{ verdict }]);
    expect((await look([known])).of('sudo')).toEqual([]);
  });

  test.skipIf(pathOf('sudo') !== undefined)('without sudo, where a step wants it', async () => {
    const { known } = await host('web1');
    const { verdict, of } = await look([known], { text: 'sudo true' });
    expect([verdict, of('sudo')[0]?.words]).toEqual(['no-go', 'a step uses sudo, and there is none']);
  });

  test.each(['dash', 'bash', 'busybox'])('whose sh is %s', async (name) => {
    if (needs(name)) return;
    symlinkSync(pathOf(name) ?? '', join(folder, 'bin', 'sh'));
    const { verdict, of } = await look([(await host('web1')).known]);
    expect([verdict, of('shell')[0]?.words]).toEqual(['go', `sh is ${name}`]);
  });
});
