import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readable } from '../execute/secrets/secret-shapes.ts';
import { needs } from '../helpers/needs.ts';
import { writeClientFiles } from '../helpers/ssh-client-files.ts';
import { makeKey } from '../helpers/ssh-keys.ts';
import { type Sshd, startSshd } from '../helpers/sshd.ts';
import { listProcesses } from '../lab/processes.ts';
import { type Gonogo, openGonogo } from './gonogo.ts';

const token = `s3cr"t-\\pa$$'w0rd/+ 7Qz!`;
const word = 'Zq8vW2xT';
const fromCommand = `${word}${word}`;

describe.skipIf(needs('sshd'))('steps that print their secrets', () => {
  let folder: string;
  let gonogo: Gonogo;
  let sshd: Sshd;
  let run: readonly string[];

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'gonogo-secrets-'));
    gonogo = await openGonogo({ RELEASE_TOKEN: token, PLAIN_WORD: word });
    const host = makeKey({ folder, name: 'host', type: 'ed25519' });
    const user = makeKey({ folder, name: 'user', type: 'ed25519' });
    sshd = await startSshd({ folder, hostKeys: [host.path], authorizedKeys: [user.publicLine] });
    const { address, port } = sshd;
    const { configFile } = writeClientFiles({
      folder,
      identity: user.path,
      hosts: [{ name: 'web1', address, port, hostKeys: [host.publicLine] }],
    });
    const plan = 'test/fixtures/plans/secrets.md';
    run = ['run', plan, '--plain', '--start', '-30m', '--ssh-config', configFile, '--as', 'Thomas'];
  });
  afterEach(async () => {
    await gonogo.end();
    await sshd.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Of the journal, every byte beside it, and what these commands say. */
  async function leaks(...said: readonly string[]): Promise<readonly string[]> {
    const home = dirname(gonogo.journal);
    const beside = readdirSync(home).filter((name) => name.startsWith('journal.sqlite'));
    const files = beside.flatMap((name) =>
      filesIn(join(home, name)).map((file) => readFileSync(file, 'latin1')),
    );
    expect(files.length).toBeGreaterThan(0);
    const out = await Promise.all(
      [
        ['log', 'last'],
        ['log', 'last', '--json'],
        ['export', 'last', '--format', 'jsonl'],
        ['report', 'last', '-o', '-'],
      ].map(async (args) => (await gonogo.plain(args, [])).out),
    );
    expect(out[0]).toContain('***token***');
    const all = [...said, ...out];
    return [
      ...all.flatMap((text) => [...readable(text, token), ...readable(text, fromCommand)]),
      ...files.flatMap((bytes) =>
        [token, fromCommand].flatMap((secret) =>
          parts(secret).filter((part) => bytes.includes(Buffer.from(part).toString('latin1'))),
        ),
      ),
    ];
  }

  test('on a host, here, on both streams and in pieces: none of it is kept or shown', async () => {
    const { child, until, ended } = gonogo.start(run, [
      ...['start host', 'wait host', 'start here', 'wait here', `note the token is ${token}`],
      ...['skip here it fails on purpose', 'start none', 'wait none', 'end'],
    ]);
    await until('raw ***token***');
    const commands = listProcesses().map(({ command }) => command);
    child.stdin.end();
    const { out, err } = await ended;
    expect(err).toBe('');
    expect(out).toContain('raw ***token***');
    expect(out).toContain('***command***');
    expect(out).toMatch(/the variable has no value; the command is not known/);
    expect(out).toContain('token: not known, no variable');
    expect(out).toContain('another step left ***token***');
    expect(out).toMatch(/this holds the secret token: leave it out/);
    expect(commands.filter((command) => command.includes(token) || command.includes(fromCommand))).toEqual(
      [],
    );
    // What was typed is echoed where it was typed.
    expect(await leaks(out.replace(/^> note .*$/m, ''), err)).toEqual([]);
  });

  test('also where gonogo is killed in the middle of one', async () => {
    const first = gonogo.start(run, ['start here because of the test', 'wait here']);
    await first.until('raw ***token***');
    first.child.kill('SIGKILL');
    await first.ended.catch(() => undefined);
    const { out } = await gonogo.plain(
      ['join', 'last', '--plain'],
      ['wait here', 'skip here it fails on purpose', 'log here', 'quit'],
    );
    expect(out).toMatch(/exit 3/);
    // A session in which no step was given the secret knows it all the same.
    const third = ['start none because of the test', 'wait none', 'end enough'];
    const { out: later } = await gonogo.plain(['join', 'last', '--plain'], third);
    expect(later).toContain('another step left ***token***');
    expect(await leaks(out, later)).toEqual([]);
    const log = (await gonogo.plain(['log', 'last', 'here'], [])).out;
    expect(log.split('\n').filter((line) => line.includes('***')).length).toBe(3);
  });
});

function parts(secret: string): readonly string[] {
  return [...secret].slice(5).map((_, at) => secret.slice(at, at + 6));
}

function filesIn(path: string): readonly string[] {
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path).flatMap((name) => filesIn(join(path, name)));
}
