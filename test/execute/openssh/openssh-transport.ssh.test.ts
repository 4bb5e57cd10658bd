import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { fingerprintOf } from '../../../source/execute/host-keys/known-hosts.ts';
import { needs } from '../../helpers/needs.ts';
import {
  connect,
  folder,
  hostKey,
  reach,
  refusal,
  run,
  serve,
  start,
  userKey,
} from '../../helpers/openssh-head.ts';
import { makeKey } from '../../helpers/ssh-keys.ts';

afterEach(() => vi.unstubAllEnvs());

describe.skipIf(needs('ssh', 'sshd', 'ssh-keygen'))('commands', () => {
  test('run with their streams apart, and end with the code the host told', async () => {
    const { transport } = reach(await serve());
    const connection = await connect(transport);
    expect(connection.hostKey).toBe(fingerprintOf(hostKey.blob));
    expect(await run(connection, 'echo out; echo err >&2; exit 3')).toEqual({
      end: { type: 'exited', code: 3 },
      stdout: 'out\n',
      stderr: 'err\n',
    });
  });

  test("255 of the host's own shell is an exit code, and no code at all is none", async () => {
    const connection = await connect(reach(await serve()).transport);
    expect((await run(connection, 'exit 255')).end).toEqual({ type: 'exited', code: 255 });
    const killed = (await run(connection, 'kill -9 $$')).end;
    expect(killed).toEqual({ type: 'lost', reason: 'head ended the command without telling how' });
    expect(connection.isOpen()).toBe(true);
  });

  test('share one connection; a fresh one is another', async () => {
    const { transport } = reach(await serve());
    const where = async (which?: 'fresh') =>
      (await run(await connect(transport, which), 'echo $SSH_CONNECTION')).stdout;
    const [first, second] = await Promise.all([where(), where()]);
    expect(second).toBe(first);
    expect(await where()).toBe(first);
    expect(await where('fresh')).not.toBe(first);
  });

  test('more than one connection takes get another', async () => {
    const { transport } = reach(await serve());
    const begun: Awaited<ReturnType<typeof start>>[] = [];
    for (let i = 0; i < 10; i += 1)
      begun.push(await start(await connect(transport), 'echo $SSH_CONNECTION\n'));
    await expect.poll(() => begun.every(({ stdout }) => stdout().endsWith('\n'))).toBe(true);
    expect(new Set(begun.map(({ stdout }) => stdout())).size).toBe(2);
    for (const { channel } of begun) channel.write('exit 4\n');
    const ends = await Promise.all(begun.map(({ channel }) => channel.ended));
    expect(new Set(ends.map((end) => JSON.stringify(end)))).toEqual(new Set(['{"type":"exited","code":4}']));
  });

  test('take more on stdin while they run', async () => {
    const connection = await connect(reach(await serve()).transport);
    const { channel, stdout } = await start(
      connection,
      'echo ready; while read -r line; do echo "<$line>"; done\n',
    );
    await expect.poll(stdout).toBe('ready\n');
    channel.write('one\n');
    await expect.poll(stdout).toBe('ready\n<one>\n');
    channel.write('two\n');
    await expect.poll(stdout).toBe('ready\n<one>\n<two>\n');
    channel.close();
    expect((await channel.ended).type).toBe('lost');
    channel.write('three\n');
    expect(connection.hasRoom()).toBe(true);
  });

  test('hold their output back at the source', async () => {
    const connection = await connect(reach(await serve()).transport);
    const { channel, size } = await start(connection, '');
    channel.pause();
    channel.write('head -c 40000000 /dev/zero; exit\n');
    await sleep(700);
    expect(size()).toBeLessThan(1_000_000);
    channel.resume();
    expect(await channel.ended).toEqual({ type: 'exited', code: 0 });
    expect(size()).toBe(40_000_000);
  });

  test('a noisy login shell does not disturb them', async () => {
    const noise = 'ForceCommand echo Welcome; echo Hello >&2; eval "$SSH_ORIGINAL_COMMAND"';
    const connection = await connect(reach(await serve({ config: [noise] })).transport);
    expect(await run(connection, 'echo out')).toMatchObject({ stdout: 'out\n', stderr: '' });
  });

  test('an account without a shell fails before anything is sent', async () => {
    const denied = 'ForceCommand echo This account is not available.; exit 1';
    const connection = await connect(reach(await serve({ config: [denied] })).transport);
    const ignore = () => {};
    expect(await connection.run({ input: 'echo ran\n', stdout: ignore, stderr: ignore })).toEqual({
      type: 'failed',
      reason: 'head does not start a command: This account is not available.',
    });
    expect(connection.hasRoom()).toBe(true);
  });

  test('a host that allows fewer commands at once says so before anything is sent', async () => {
    const connection = await connect(reach(await serve({ config: ['MaxSessions 1'] })).transport);
    const first = await start(connection, '');
    await expect(start(connection, 'echo ran\n')).rejects.toThrow('Session open refused by peer');
    first.channel.close();
  });
});

describe.skipIf(needs('ssh', 'sshd', 'ssh-keygen'))('connections', () => {
  test('one that breaks is lost for its commands, and the next one is new', async () => {
    const { transport } = reach(await serve());
    const connection = await connect(transport);
    const { channel, stdout } = await start(connection, 'echo $PPID\nread -r line\n');
    await expect.poll(stdout).toMatch(/^\d+\n$/);
    process.kill(Number(stdout()), 'SIGKILL');
    const end = await channel.ended;
    expect(end).toMatchObject({
      type: 'lost',
      reason: expect.stringContaining('the connection to head broke'),
    });
    expect(connection.isOpen()).toBe(false);
    const failed = await connection.run({ input: '', stdout: () => {}, stderr: () => {} });
    expect(failed).toMatchObject({ type: 'failed', reason: expect.stringContaining('broke') });
    expect((await run(await connect(transport), 'echo again')).stdout).toBe('again\n');
  });

  test('closing ends them and leaves no file and no process', async () => {
    vi.stubEnv('TMPDIR', folder);
    const { transport } = reach(await serve());
    const { channel } = await start(await connect(transport), 'read -r line\n');
    const places = readdirSync(folder)
      .map((name) => join(folder, name))
      .filter((path) => existsSync(join(path, '1.log')));
    expect(places.map((path) => statSync(path).mode & 0o777)).toEqual([0o700]);
    expect(processesThatName(places[0] ?? '')).not.toEqual([]);
    await transport.close();
    expect(await channel.ended).toMatchObject({
      type: 'lost',
      reason: expect.stringContaining('gonogo closed'),
    });
    expect(places.filter(existsSync)).toEqual([]);
    expect(processesThatName(places[0] ?? '')).toEqual([]);
    expect(await refusal(transport)).toMatchObject({ type: 'refused' });
  });

  test("the user's own sockets and commands are left alone", async () => {
    const socket = join(folder, 'mine');
    const ran = join(folder, 'ran');
    const config = [
      'ControlMaster auto',
      `ControlPath ${socket}`,
      'ControlPersist 30',
      'PermitLocalCommand yes',
      `LocalCommand touch ${ran}`,
      'RemoteCommand echo mine',
      'RequestTTY force',
      'ForwardAgent yes',
      'LocalForward 127.0.0.1:1 127.0.0.1:1',
      'ExitOnForwardFailure yes',
    ];
    const { transport } = reach(await serve(), { config });
    const answer = await run(await connect(transport), 'tty; echo "<$SSH_AUTH_SOCK>"');
    expect(answer.stdout).toBe('not a tty\n<>\n');
    expect([existsSync(socket), existsSync(ran)]).toEqual([false, false]);
  });
});

describe.skipIf(needs('ssh', 'sshd', 'ssh-keygen'))('refusals', () => {
  test('an unknown key is final, with the fingerprint', async () => {
    const { transport } = reach(await serve(), { hostKeys: [], config: ['StrictHostKeyChecking no'] });
    const refused = await refusal(transport);
    expect(refused).toMatchObject({ kind: 'final', hostKey: fingerprintOf(hostKey.blob) });
    expect(refused.reason).toContain(`(ssh-ed25519 ${fingerprintOf(hostKey.blob)}) is unknown`);
  });

  test('a changed key is final and loud, with the line that says otherwise', async () => {
    const other = makeKey({ folder, name: 'other_key' });
    const { transport, knownHosts } = reach(await serve(), { hostKeys: [other.publicLine] });
    const refused = await refusal(transport);
    expect(refused.kind).toBe('final');
    expect(refused.reason).toContain('HAS CHANGED');
    expect(refused.reason).toContain(`${knownHosts}:1`);
  });

  test('a revoked key is final', async () => {
    const { transport, knownHosts } = reach(await serve());
    writeFileSync(knownHosts, `* ${hostKey.publicLine}\n@revoked * ${hostKey.publicLine}\n`);
    expect(await refusal(transport)).toMatchObject({
      kind: 'final',
      reason: expect.stringContaining('revoked'),
    });
  });

  test("gonogo's own known_hosts counts besides the user's", async () => {
    const own = join(folder, 'own known hosts');
    const { transport } = reach(await serve(), { hostKeys: [], options: { knownHostsFiles: [own] } });
    expect(await refusal(transport)).toMatchObject({ kind: 'final' });
    writeFileSync(own, `* ${hostKey.publicLine}\n`);
    expect((await connect(transport)).isOpen()).toBe(true);
  });

  test("the plan's fingerprint must be the one that is shown", async () => {
    const server = await serve();
    const right = reach(server, { options: { hostKeys: { head: [fingerprintOf(hostKey.blob)] } } });
    expect((await connect(right.transport)).isOpen()).toBe(true);
    const wrong = reach(server, { options: { hostKeys: { head: [fingerprintOf(userKey.blob)] } } });
    expect(await refusal(wrong.transport)).toMatchObject({
      kind: 'final',
      reason: expect.stringContaining(fingerprintOf(userKey.blob)),
    });
  });

  test('a refused login is final', async () => {
    const { transport } = reach(await serve({ authorizedKeys: [] }));
    const refused = await refusal(transport);
    expect(refused).toMatchObject({ kind: 'final', hostKey: fingerprintOf(hostKey.blob) });
    expect(refused.reason).toMatch(/^head does not let us in: .*Permission denied \(publickey/);
  });

  test('a host that is down may be up later', async () => {
    const server = await serve();
    const { transport } = reach(server);
    await server.stop();
    expect(await refusal(transport)).toMatchObject({
      kind: 'passing',
      hostKey: undefined,
      reason: expect.stringMatching(/^no connection to head: .*Connection refused/),
    });
  });

  test('settings that ssh does not take, a missing file and a missing ssh are told', async () => {
    const server = await serve();
    const bad = reach(server, { config: ['NoSuchOption yes'] });
    expect(await refusal(bad.transport)).toMatchObject({
      kind: 'final',
      reason: expect.stringContaining('bad configuration option'),
    });
    const missing = reach(server, { options: { configFile: join(folder, 'no-such-file') } });
    expect(await refusal(missing.transport)).toMatchObject({
      reason: expect.stringContaining('no-such-file'),
    });
    const none = reach(server, { options: { ssh: 'no-such-ssh' } });
    expect(await refusal(none.transport)).toMatchObject({
      kind: 'final',
      reason: expect.stringMatching(/^ssh does not start on this machine: .*no-such-ssh/),
    });
  });
});

function processesThatName(text: string): readonly string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, 'latin1').replaceAll('\0', ' ');
      } catch {
        return '';
      }
    })
    .filter((line) => line.includes(text));
}
