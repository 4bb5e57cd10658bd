import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { createAgentSigner, readPublicKey } from '../../../source/execute/signing/agent-signer.ts';
import { findSigner } from '../../../source/execute/signing/allowed-signers.ts';
import { checkSignature } from '../../../source/execute/signing/check-signature.ts';
import { manualTimers } from '../../helpers/manual-timers.ts';
import { needs } from '../../helpers/needs.ts';
import { makeKey, type TestKey } from '../../helpers/ssh-keys.ts';

const message = 'gonogo checkpoint 1\nrun 7K2F\nseq 12\nhash abc\n';

describe.skipIf(needs('ssh-agent', 'ssh-add', 'ssh-keygen'))('signing with an ssh agent', () => {
  let folder: string;
  let agent: ChildProcess;
  let socket: string;
  let keys: readonly TestKey[];

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'gonogo-sign-'));
    socket = join(folder, 'agent');
    agent = spawn('ssh-agent', ['-D', '-a', socket], { stdio: 'ignore' });
    await vi.waitUntil(() => existsSync(socket));
    keys = (['rsa', 'ecdsa', 'ed25519'] as const).map((type) => makeKey({ folder, name: type, type }));
    for (const bits of [384, 521]) {
      const path = join(folder, `ecdsa${bits}`);
      const made = ['-q', '-t', 'ecdsa', '-b', String(bits), '-N', '', '-C', `ecdsa${bits}`, '-f', path];
      expect(spawnSync('ssh-keygen', made).status).toBe(0);
      const [type = '', encoded = ''] = readFileSync(`${path}.pub`, 'utf8').split(' ');
      const blob = Buffer.from(encoded, 'base64');
      keys = [
        ...keys,
        { path, publicLine: `${type} ${encoded}`, privateText: readFileSync(path, 'utf8'), blob },
      ];
    }
    for (const { path } of keys)
      expect(
        spawnSync('ssh-add', ['-q', path], { env: { ...process.env, SSH_AUTH_SOCK: socket } }).status,
      ).toBe(0);
    const line = ({ publicLine }: TestKey, index: number) => `person${index}@example.org ${publicLine}\n`;
    writeFileSync(join(folder, 'allowed'), keys.map(line).join(''));
  });
  afterAll(async () => {
    agent.kill();
    await once(agent, 'exit');
    rmSync(folder, { recursive: true, force: true });
  });

  /** Whether `ssh-keygen -Y verify` takes it, as anybody can ask without gonogo. */
  function accepted(index: number, signature: string, text: string): boolean {
    const file = join(folder, `${index}.sig`);
    writeFileSync(file, signature);
    const who = ['-I', `person${index}@example.org`, '-f', join(folder, 'allowed')];
    const args = ['-Y', 'verify', '-n', 'gonogo', '-s', file, ...who];
    return spawnSync('ssh-keygen', args, { input: text }).status === 0;
  }

  test('every kind of key signs what ssh-keygen and gonogo accept, and nothing else', async () => {
    for (const [index, { blob, path }] of keys.entries()) {
      const signed = await createAgentSigner({ socket, key: blob })(message);
      if (signed === undefined) throw new Error(`${path} did not sign`);
      expect(accepted(index, signed.signature, message), path).toBe(true);
      expect(accepted(index, signed.signature, `${message}x`), path).toBe(false);
      const listed = spawnSync('ssh-keygen', ['-l', '-f', `${path}.pub`], { encoding: 'utf8' }).stdout;
      expect(listed).toContain(signed.key);
      expect(checkSignature(signed.signature, message)).toMatchObject({ type: 'good', key: signed.key });
      expect(checkSignature(signed.signature, `${message}x`).type).toBe('bad');
    }
  });

  test('what ssh-keygen signs is good here; for another purpose, or changed, it is not', () => {
    for (const { path } of keys) {
      const sign = (...more: readonly string[]) =>
        spawnSync('ssh-keygen', ['-q', '-Y', 'sign', '-f', path, ...more], {
          input: message,
          encoding: 'utf8',
        }).stdout;
      const signature = sign('-n', 'gonogo');
      expect(checkSignature(signature, message), path).toMatchObject({ type: 'good' });
      expect(checkSignature(sign('-n', 'gonogo', '-O', 'hashalg=sha256'), message)).toMatchObject({
        type: 'good',
      });
      expect(checkSignature(sign('-n', 'git'), message)).toMatchObject({ reason: /another purpose/ });
      const lines = signature.split('\n');
      const turned = [
        ...lines.slice(0, -3),
        [...(lines.at(-3) ?? '')].reverse().join(''),
        ...lines.slice(-2),
      ];
      expect(checkSignature(turned.join('\n'), message).type).toBe('bad');
    }
    expect(checkSignature('signed, me', message)).toMatchObject({ reason: /can’t be read/ });
  });

  test('the first key of the agent signs where none is named, and none where the named one is not there', async () => {
    const signed = await createAgentSigner({ socket })(message);
    expect(checkSignature(signed?.signature ?? '', message)).toMatchObject({ keyType: 'ssh-rsa' });
    const stranger = makeKey({ folder, name: 'stranger' });
    expect(await createAgentSigner({ socket, key: stranger.blob })(message)).toBeUndefined();
    expect(await readPublicKey(`${stranger.path}.pub`)).toEqual(stranger.blob);
    expect(await readPublicKey(stranger.path)).toEqual(stranger.blob);
    expect(await readPublicKey(join(folder, 'none'))).toBeUndefined();
    expect(await readPublicKey(join(folder, 'allowed'))).toBeUndefined();
  });

  test('whose key it was is told by a file of allowed signers', async () => {
    const [, , key] = keys;
    const signature = (await createAgentSigner({ socket, key: key?.blob })(message))?.signature ?? '';
    const allowedSigners = join(folder, 'allowed');
    expect(await findSigner({ signature, message, allowedSigners })).toEqual({
      type: 'known',
      principal: 'person2@example.org',
    });
    expect((await findSigner({ signature, message: 'other', allowedSigners })).type).toBe('unknown');
    const nobody = join(folder, 'nobody');
    writeFileSync(nobody, '');
    expect((await findSigner({ signature, message, allowedSigners: nobody })).type).toBe('unknown');
  });
});

describe('an agent that is no help', () => {
  /** Answers every question with these bytes, or not at all. */
  async function asked(answer: Buffer | undefined, check: (socket: string) => Promise<void>) {
    const folder = mkdtempSync(join(tmpdir(), 'gonogo-sign-'));
    const socket = join(folder, 'agent');
    const server = createServer((connection) => {
      connection.on('error', () => undefined);
      connection.on('data', () => answer && connection.write(answer));
    });
    server.listen(socket);
    await once(server, 'listening');
    try {
      await check(socket);
    } finally {
      server.close();
      rmSync(folder, { recursive: true, force: true });
    }
  }

  test('is not waited for longer than a second or two', async () => {
    await asked(undefined, async (socket) => {
      const timers = manualTimers();
      const signing = createAgentSigner({ socket, timers })(message);
      const failed = expect(signing).rejects.toThrow(/does not answer/);
      timers.pass(1000);
      await failed;
    });
  });

  test('that is not there, refuses, or says what makes no sense, signs nothing', async () => {
    const nowhere = createAgentSigner({ socket: join(tmpdir(), 'gonogo-no-agent') });
    await expect(nowhere(message)).rejects.toThrow(/cannot be reached/);
    await asked(Buffer.from([0, 0, 0, 1, 5]), async (socket) => {
      expect(await createAgentSigner({ socket })(message)).toBeUndefined();
    });
    await asked(Buffer.alloc(8, 0xff), async (socket) => {
      await expect(createAgentSigner({ socket })(message)).rejects.toThrow(/no sense/);
    });
  });
});
