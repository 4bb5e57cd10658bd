import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { reachHosts } from '../../source/cli/reach-hosts.ts';
import { makePlan, sh } from '../helpers/plan.ts';
import { farmOfEachTest } from '../helpers/ssh-farm.ts';
import { createTestIo } from './test-io.ts';

const farm = farmOfEachTest();
const passphrase = 'open sesame';
const hosts = ['head1', 'head2'];
const plan = { ...makePlan({ main: [{ id: 'a', actions: [sh(hosts)] }] }), hosts };

/** A terminal on which these lines are typed, one for each question. */
function terminal(...answers: readonly string[]) {
  const stdin = Object.assign(new PassThrough(), { isTTY: true, setRawMode: () => undefined });
  const io = createTestIo('', { HOME: farm().folder, PATH: process.env.PATH });
  const left = [...answers];
  const err = (text: string) => {
    io.err(text);
    if (text.includes('Passphrase for')) setImmediate(() => stdin.write(left.shift() ?? '\u0003'));
  };
  return { ...io, stdin, err, asked: () => io.complained().split('Passphrase for').length - 1 };
}

/** Hosts that take only a key with a passphrase. */
async function lockedHosts(config: readonly string[] = []) {
  const { key, serve, hostKey, reach } = farm();
  const locked = key('locked_key', { passphrase });
  const server = await serve({ accepts: (blob) => blob.equals(locked.blob) });
  const host = { name: 'head*', ...server, hostKeys: [hostKey.publicLine], config };
  const { configFile } = reach([host], { identity: locked.path });
  return { locked, server, sshConfig: configFile };
}

async function way(sshConfig: string, io: ReturnType<typeof terminal>) {
  const transport = await reachHosts({ plan, sshConfig, io });
  if (transport === undefined) throw new Error('no way to the hosts');
  farm().cleanUp(transport.close);
  return transport;
}

test('the passphrase is asked for once, before any host is spoken to, and serves all of them', async () => {
  const { server, sshConfig } = await lockedHosts();
  const io = terminal(`${passphrase}\r`);
  const transport = await way(sshConfig, io);
  expect([io.asked(), server.connections()]).toEqual([1, 0]);
  for (const host of hosts) expect((await transport.connection(host)).type).toBe('open');
  expect(io.asked()).toBe(1);
  expect(io.complained() + io.written()).not.toContain('sesame');
});

test.each([
  ['three wrong ones', ['a\r', 'b\r', 'c\r'], 3],
  ['Ctrl-C', ['half\u0003'], 1],
  ['an empty line', ['\r'], 1],
])('it goes on without the key after %s, says so, and asks never again', async (_, answers, asked) => {
  const { locked, sshConfig } = await lockedHosts();
  const io = terminal(...answers);
  const transport = await way(sshConfig, io);
  expect(io.complained()).toContain(`Going on without ${locked.path}.\n`);
  const opening = await transport.connection('head1');
  expect(opening).toMatchObject({ type: 'refused', reason: expect.stringContaining('stays locked') });
  expect(io.asked()).toBe(asked);
});

test('where another key comes first, it is asked for only when a host wants this one', async () => {
  const wanted = await lockedHosts([`IdentityFile ${farm().userKey.path}`]);
  const io = terminal(`${passphrase}\r`);
  const transport = await way(wanted.sshConfig, io);
  expect(io.asked()).toBe(1);
  expect((await transport.connection('head2')).type).toBe('open');

  const { serve, hostKey, reach, key, userKey } = farm();
  const other = await serve({ accepts: (blob) => blob.equals(userKey.blob) });
  const config = [`IdentityFile ${userKey.path}`];
  const host = { name: 'head*', ...other, hostKeys: [hostKey.publicLine], config };
  const { configFile } = reach([host], { identity: key('unused_key', { passphrase }).path });
  const quiet = terminal(`${passphrase}\r`);
  await way(configFile, quiet);
  expect(quiet.asked()).toBe(0);
});

test('hosts may differ in which key they take; what stays locked then is not asked for later', async () => {
  const { serve, hostKey, reach, key, userKey, cleanUp } = farm();
  const locked = key('locked_key', { passphrase });
  const takes = (wanted: typeof locked) => serve({ accepts: (blob) => blob.equals(wanted.blob) });
  const config = [`IdentityFile ${userKey.path}`];
  const common = { hostKeys: [hostKey.publicLine], config };
  const [open, shut] = [await takes(userKey), await takes(locked)];
  const { configFile } = reach(
    [
      { name: 'head1', ...open, ...common },
      { name: 'head2', ...shut, ...common },
      { name: 'spare', ...shut, ...common },
    ],
    { identity: locked.path },
  );
  const given = terminal(`${passphrase}\r`);
  const transport = await way(configFile, given);
  expect(given.asked()).toBe(1);
  expect((await transport.connection('head2')).type).toBe('open');

  const one = { ...makePlan({ main: [{ id: 'a', actions: [sh(['head1'])] }] }), hosts };
  const io = terminal(`${passphrase}\r`);
  const later = await reachHosts({ plan: one, sshConfig: configFile, io });
  cleanUp(async () => later?.close());
  expect((await later?.connection('spare'))?.type).toBe('refused');
  expect(io.asked()).toBe(0);
});

test('without a terminal nobody is asked, and the way says what to do', async () => {
  const { sshConfig } = await lockedHosts();
  const io = createTestIo('', { HOME: farm().folder, PATH: process.env.PATH });
  const transport = await reachHosts({ plan, sshConfig, io });
  farm().cleanUp(async () => transport?.close());
  expect(await transport?.connection('head1')).toMatchObject({
    reason: expect.stringContaining('has a passphrase: load it into the ssh agent'),
  });
  expect(io.complained()).toBe('');
});

test('a plan without hosts needs no way', async () => {
  const io = terminal();
  const local = makePlan({ main: [{ id: 'a', actions: [sh()] }] });
  expect(await reachHosts({ plan: { ...local, hosts: [] }, sshConfig: undefined, io })).toBeUndefined();
});
