import { existsSync } from 'node:fs';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createHands, type HandsOptions } from '../../source/cli/hand-over.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gonogo-test-'));
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

/** A program in a folder of its own, first in the path. */
async function program(name: string, text: string): Promise<void> {
  const file = join(folder, name);
  await writeFile(file, `#!/bin/sh\n${text}\n`);
  await chmod(file, 0o755);
}

function hands(options: Partial<HandsOptions> = {}) {
  let quiet = 0;
  const made = createHands({
    leave: new AbortController().signal,
    hush: () => {
      quiet += 1;
      return () => {
        quiet -= 1;
      };
    },
    pins: {},
    rehearsal: false,
    ...options,
    env: { PATH: `${folder}${delimiter}${process.env.PATH}`, ...options.env },
  });
  return { ...made, quiet: () => quiet };
}

const log = (): Promise<string> => readFile(join(folder, 'log'), 'utf8');

test('the editor gets a private file and its own arguments, and nothing of it stays', async () => {
  await program(
    'my-editor',
    `printf '%s\\n' "$@" > ${folder}/log
stat -c %a "$2" "$(dirname "$2")" >> ${folder}/log
sed -i s/old/new/ "$2"`,
  );
  const { editText, quiet } = hands({ env: { EDITOR: 'ed', VISUAL: 'my-editor "--no fork"' } });
  expect(await editText('cp old there', 'step/../one-1.sh')).toEqual({
    type: 'edited',
    text: 'cp new there',
  });
  const [argument, file = '', fileMode, folderMode] = (await log()).trim().split('\n');
  expect([argument, fileMode, folderMode]).toEqual(['--no fork', '600', '700']);
  expect(file).toMatch(/step_\.\._one-1\.sh$/);
  expect(existsSync(dirname(file))).toBe(false);
  expect(quiet()).toBe(0);
});

test('an end of line stays as it was', async () => {
  await program('e', `printf 'more\\n' >> "$1"`);
  const { editText } = hands({ env: { EDITOR: 'e' } });
  expect(await editText('one', 'x.sh')).toEqual({ type: 'edited', text: 'one\nmore' });
  expect(await editText('one\n', 'x.sh')).toEqual({ type: 'edited', text: 'one\nmore\n' });
});

test('an editor that fails, or is not there, changes nothing', async () => {
  await program('e', 'echo spoiled > "$1"; exit 3');
  expect(await hands({ env: { EDITOR: 'e' } }).editText('one', 'x')).toEqual({
    type: 'failed',
    reason: 'e ended with exit 3',
  });
  expect(await hands({ env: { EDITOR: 'no-such-editor' } }).editText('one', 'x')).toEqual({
    type: 'failed',
    reason: 'no-such-editor is not there (exit 127)',
  });
});

test("a shell on a host is the person's own ssh, which trusts no new key and lends no agent", async () => {
  await program(
    'ssh',
    `case " $* " in *' -G '*) printf 'hostname web1\\nuserknownhostsfile ~/.ssh/known ~/.ssh/known2\\n'; exit 0;; esac
printf '%s\\n' "$@" > ${folder}/log
exit 7`,
  );
  const { openShell } = hands({
    ssh: join(folder, 'ssh'),
    sshConfig: '/etc/lab/config',
    knownHosts: '/home/me/gonogo known',
  });
  expect(await openShell('web1')).toEqual({ type: 'closed' });
  const args = (await log()).trim().split('\n');
  expect(args.slice(0, 3)).toEqual(['-t', '-F', '/etc/lab/config']);
  expect(args.slice(-2)).toEqual(['--', 'web1']);
  expect(args).toContain('StrictHostKeyChecking=yes');
  expect(args).toContain('ForwardAgent=no');
  expect(args).toContain('UserKnownHostsFile=~/.ssh/known ~/.ssh/known2 "/home/me/gonogo known"');
});

test('what ssh says of a failed connection stays until it was read', async () => {
  await program('ssh', 'exit 255');
  await program('sh', `printf '%s\\n' "$3" >> ${folder}/log`);
  const { openShell } = hands();
  expect(await openShell('web1')).toEqual({ type: 'failed', reason: 'ssh ended with an error (exit 255)' });
  const [before, after] = (await log()).split('\n');
  expect(before).toBe('gonogo: shell on web1; what you do here is not recorded; exit goes back');
  expect(after).toContain('The shell on web1 ended with an error of ssh.');
});

test("on this machine it is the person's shell, however it ends", async () => {
  await program('my-shell', `echo here >> ${folder}/log; exit 130`);
  await program('sh', `printf '%s\\n' "$2" "$3" >> ${folder}/log`);
  const { openShell } = hands({ env: { SHELL: join(folder, 'my-shell') } });
  expect(await openShell('local')).toEqual({ type: 'closed' });
  const [script, words, ...after] = (await log()).trimEnd().split('\n');
  expect(script).toContain('\\033[2J');
  expect(words).toBe('gonogo: shell on this machine; what you do here is not recorded; exit goes back');
  expect(after).toEqual(['here']);
});

test('a rehearsal reaches no host', async () => {
  await program('ssh', `echo reached > ${folder}/log`);
  await program('sh', `printf '%s\\n' "$3" > ${folder}/said`);
  const { openShell } = hands({ rehearsal: true });
  expect(await openShell('web1')).toEqual({ type: 'closed' });
  expect(existsSync(join(folder, 'log'))).toBe(false);
  expect(await readFile(join(folder, 'said'), 'utf8')).toContain('REHEARSAL: nothing is reached');
});

test('when gonogo is to go, what has the terminal is told to go too', async () => {
  const leaving = new AbortController();
  await program(
    'my-shell',
    `trap 'echo gone > ${folder}/log; exit 0' HUP; echo up > ${folder}/up; while :; do sleep 0.05; done`,
  );
  const { openShell, quiet } = hands({ leave: leaving.signal, env: { SHELL: join(folder, 'my-shell') } });
  const open = openShell('local');
  await expect.poll(() => existsSync(join(folder, 'up')), { timeout: 10_000 }).toBe(true);
  expect(quiet()).toBe(1);
  leaving.abort();
  expect(await open).toEqual({ type: 'closed' });
  expect(await log()).toBe('gone\n');
});

test('what does not listen is killed', async () => {
  const leaving = new AbortController();
  leaving.abort();
  await program('my-shell', `trap '' HUP; while :; do sleep 0.05; done`);
  const { openShell } = hands({ leave: leaving.signal, env: { SHELL: join(folder, 'my-shell') } });
  expect(await openShell('local')).toEqual({
    type: 'failed',
    reason: expect.stringMatching(/SIG(KILL|HUP)/),
  });
});

test('a host whose key the plan pins is not spoken to by an ssh that knows of no pins', async () => {
  const { openShell } = hands({ pins: { web1: ['SHA256:x'] } });
  expect(await openShell('web1')).toEqual({
    type: 'failed',
    reason: "the plan pins the key of web1, which your ssh can't check: go there from another terminal",
  });
});

test('the pager reads a private file, with its own arguments, and nothing of it stays', async () => {
  await program(
    'my-pager',
    `printf '%s\\n' "$@" > ${folder}/log
stat -c %a "$2" "$(dirname "$2")" >> ${folder}/log
cat "$2" >> ${folder}/log`,
  );
  const { showText, quiet } = hands({ env: { PAGER: 'my-pager "+1 G"' } });
  expect(await showText(['one\n', 'two\n'], 'a/../b.log')).toEqual({ type: 'closed' });
  const [argument, file = '', fileMode, folderMode, ...text] = (await log()).trim().split('\n');
  expect([argument, fileMode, folderMode]).toEqual(['+1 G', '600', '700']);
  expect(file).toMatch(/a_\.\._b\.log$/);
  expect(existsSync(dirname(file))).toBe(false);
  expect(text).toEqual(['one', 'two']);
  expect(quiet()).toBe(0);
  expect(await hands({ env: { PAGER: 'no-such-pager' } }).showText(['x'], 'x')).toEqual({
    type: 'failed',
    reason: 'no-such-pager is not there (exit 127)',
  });
});
