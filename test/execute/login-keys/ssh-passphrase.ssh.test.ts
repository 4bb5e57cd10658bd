import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { expect, test } from 'vitest';
import { lockedIdentities } from '../../../source/execute/login-keys/locked-identities.ts';
import { manualTimers } from '../../helpers/manual-timers.ts';
import { needs } from '../../helpers/needs.ts';
import { connected, farmOfEachTest, refusal } from '../../helpers/ssh-farm.ts';

const farm = farmOfEachTest();
const passphrase = 'open sesame';

/** Answers in turn, and remembers what it was asked. */
function asker(...answers: readonly (string | undefined)[]) {
  const asked: (readonly [string, boolean])[] = [];
  const askPassphrase = async (file: string, wrong: boolean) => {
    asked.push([file, wrong]);
    return answers[asked.length - 1];
  };
  return { asked, askPassphrase };
}

async function lockedHost(name = 'head') {
  const { key, serve, hostKey } = farm();
  const locked = key('locked_key', { passphrase });
  const accepted = (blob: Buffer) => blob.equals(locked.blob);
  const server = await serve({ accepts: accepted });
  return { locked, server, host: { name, ...server, hostKeys: [hostKey.publicLine] } };
}

test('it is asked for once, for all hosts', async () => {
  const { locked, host } = await lockedHost('head*');
  const { asked, askPassphrase } = asker(passphrase);
  const { pool } = farm().reach([host], { identity: locked.path, askPassphrase });
  await Promise.all(['head1', 'head2', 'head3'].map((name) => connected(pool, name)));
  await connected(pool, 'head4');
  expect(asked).toEqual([[locked.path, false]]);
});

test('a wrong one is asked for again, three times at most', async () => {
  const { locked, host } = await lockedHost();
  const right = asker('wrong', passphrase);
  await connected(farm().reach([host], { identity: locked.path, ...right }).pool, 'head');
  expect(right.asked).toEqual([
    [locked.path, false],
    [locked.path, true],
  ]);
  const wrong = asker('a', 'b', 'c', passphrase);
  const { pool } = farm().reach([host], { identity: locked.path, ...wrong });
  const { reason, kind } = await refusal(pool, 'head');
  expect(kind).toBe('final');
  expect(reason).toContain(`${locked.path} stays locked`);
  expect(reason).not.toContain('sesame');
  expect(wrong.asked).toHaveLength(3);
});

test('nobody is asked twice who gave none', async () => {
  const { locked, host } = await lockedHost();
  const { asked, askPassphrase } = asker(undefined, passphrase);
  const { pool } = farm().reach([host], { identity: locked.path, askPassphrase });
  expect((await refusal(pool, 'head')).reason).toContain('stays locked');
  await refusal(pool, 'head');
  expect(asked).toHaveLength(1);
});

test('nobody is asked for a key that the host does not take', async () => {
  const { key, serve, hostKey, userKey, reach } = farm();
  const locked = key('locked_key', { passphrase });
  const server = await serve({ accepts: (blob) => blob.equals(userKey.blob) });
  const { asked, askPassphrase } = asker(passphrase);
  const config = [`IdentityFile ${locked.path}`];
  const host = { name: 'head', ...server, hostKeys: [hostKey.publicLine], config };
  await connected(reach([host], { askPassphrase }).pool, 'head');
  expect(asked).toEqual([]);
});

test('the time a person takes to answer is not the host’s', async () => {
  const { locked, host } = await lockedHost();
  const timers = manualTimers();
  const askPassphrase = async () => {
    timers.pass(600_000);
    return passphrase;
  };
  await connected(farm().reach([host], { identity: locked.path, askPassphrase, timers }).pool, 'head');
});

test.skipIf(needs('ssh-keygen')).each([
  ['rsa in the old format', ['-t', 'rsa', '-b', '2048', '-m', 'PEM']],
  ['rsa', ['-t', 'rsa', '-b', '2048']],
  ['ecdsa', ['-t', 'ecdsa']],
  ['ed25519', ['-t', 'ed25519', '-a', '4']],
])('keys of ssh-keygen, with no .pub beside them: %s', async (_name, args) => {
  const { folder, serve, hostKey, reach } = farm();
  const path = `${folder}/made`;
  spawnSync('ssh-keygen', ['-q', '-N', passphrase, '-f', path, ...args]);
  rmSync(`${path}.pub`);
  const host = { name: 'head', ...(await serve()), hostKeys: [hostKey.publicLine] };
  const { asked, askPassphrase } = asker(passphrase);
  await connected(reach([host], { identity: path, askPassphrase }).pool, 'head');
  expect(asked).toEqual([[path, false]]);
});

test('which files will be asked for can be told before, and opened then', async () => {
  const { locked, host, server } = await lockedHost('head*');
  const { asked, askPassphrase } = asker(passphrase);
  const { setup, pool } = farm().reach([host], { identity: locked.path, askPassphrase });
  const found = await lockedIdentities({ hosts: ['head1', 'head2'], ...setup });
  expect(found).toEqual([
    { file: expect.objectContaining({ path: locked.path }), hosts: ['head1', 'head2'], needed: true },
  ]);
  expect([asked, server.connections()]).toEqual([[], 0]);
  for (const { file } of found) await setup.keyRing.unlock(file);
  await connected(pool, 'head1');
  expect(asked).toHaveLength(1);
  // With another key at hand it may not be needed.
  const config = [`IdentityFile ${farm().userKey.path}`];
  const two = farm().reach([{ ...host, config }], { identity: locked.path });
  expect(await lockedIdentities({ hosts: ['head1'], ...two.setup })).toMatchObject([{ needed: false }]);
});
