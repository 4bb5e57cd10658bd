import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import ssh2 from 'ssh2';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ignoreOfferedHostKeys, prepareCipherKeys } from '../../../source/execute/ssh/ssh-shortcuts.ts';
import { needs } from '../../helpers/needs.ts';
import { makeKey } from '../../helpers/ssh-keys.ts';
import { type SshServer, startSshServer } from '../../helpers/ssh-server.ts';
import { startSshd } from '../../helpers/sshd.ts';

let folder: string;
let server: SshServer;
let privateKey: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'gonogo-cipher-'));
  privateKey = makeKey({ folder, name: 'user_key' }).privateText;
  server = await startSshServer({
    hostKey: makeKey({ folder, name: 'host_key' }).privateText,
    onCommand: ({ command, connection, channel, run }) => {
      if (command !== 'new keys') return run();
      connection.rekey(() => {
        channel.exit(0);
        channel.end();
      });
    },
  });
});
afterAll(async () => {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** How many keys were found at each key exchange, and what a command printed before and after the second. */
async function talk(cipher: ssh2.CipherAlgorithm) {
  const client = new ssh2.Client();
  client.on('error', () => {});
  const found: number[] = [];
  client.on('handshake', () => found.push(prepareCipherKeys(client)));
  const { address: host, port } = server;
  client.connect({ host, port, username: 'u', privateKey, algorithms: { cipher: [cipher] } });
  await once(client, 'ready');
  const said = [await run(client, 'echo before')];
  await run(client, 'new keys');
  said.push(await run(client, 'echo after'));
  client.end();
  return { found, said };
}

function run(client: ssh2.Client, command: string): Promise<string> {
  return new Promise((resolve, reject) => {
    client.exec(command, (error, channel) => {
      if (error) return reject(error);
      let said = '';
      channel.on('data', (bytes: Buffer) => {
        said += bytes.toString();
      });
      channel.on('close', () => resolve(said));
    });
  });
}

test('finds both keys at each key exchange, and what is said stays readable', async () => {
  const { found, said } = await talk('aes128-gcm@openssh.com');
  expect(said).toEqual(['before\n', 'after\n']);
  expect(found).toEqual([2, 2]);
});

test('leaves other ciphers alone', async () => {
  const { found, said } = await talk('aes128-ctr');
  expect(said).toEqual(['before\n', 'after\n']);
  expect(found).toEqual([0, 0]);
});

test.skipIf(needs('sshd'))('a real sshd is not asked to prove the keys it offers', async () => {
  const names = ['ed25519', 'ecdsa'] as const;
  const hostKeys = names.map((type) => makeKey({ folder, name: `host_${type}`, type }).path);
  const userKey = makeKey({ folder, name: 'other_key' });
  const sshd = await startSshd({ folder, hostKeys, authorizedKeys: [userKey.publicLine] });
  const offers = async (ignored: boolean) => {
    const client = new ssh2.Client();
    const proved: number[] = [];
    client.on('error', () => {});
    client.on('hostkeys', (keys: readonly unknown[]) => proved.push(keys.length));
    client.once('handshake', () => ignored && expect(ignoreOfferedHostKeys(client)).toBe(true));
    const { username } = userInfo();
    client.connect({ host: sshd.address, port: sshd.port, username, privateKey: userKey.privateText });
    await once(client, 'ready');
    expect(await run(client, 'echo here')).toBe('here\n');
    client.end();
    return proved;
  };
  try {
    expect(await offers(false)).toEqual([2]);
    expect(await offers(true)).toEqual([]);
  } finally {
    await sshd.stop();
  }
});
