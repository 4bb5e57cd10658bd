import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { resolveReference } from '../../source/execute/reference.ts';

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'gonogo-reference-'));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function file(content: string): string {
  const path = join(folder, `secret-${content.length}`);
  writeFileSync(path, content, { mode: 0o600 });
  return path;
}

test('a variable, a file without its last line ending, a literal', async () => {
  const resolved = async (reference: string) => await resolveReference(reference, { DSN: 'postgres://x' });
  expect(await resolved('env:DSN')).toEqual({ type: 'resolved', value: 'postgres://x' });
  expect(await resolved(`file:${file('s3cret\n')}`)).toEqual({ type: 'resolved', value: 's3cret' });
  expect(await resolved(`file:${file(' two\nlines\r\n')}`)).toEqual({
    type: 'resolved',
    value: ' two\nlines',
  });
  expect(await resolved('smtp://127.0.0.1:25')).toEqual({ type: 'resolved', value: 'smtp://127.0.0.1:25' });
});

test('what is missing is named', async () => {
  const reason = async (reference: string) => {
    const result = await resolveReference(reference, { EMPTY: '' });
    return result.type === 'missing' ? result.reason : undefined;
  };
  expect(await reason('env:NOPE')).toBe('env:NOPE: the environment has no variable NOPE');
  expect(await reason('env:EMPTY')).toBe('env:EMPTY: the variable EMPTY is empty');
  expect(await reason(`file:${folder}/nope`)).toBe(`file:${folder}/nope: the file can't be read (ENOENT)`);
  expect(await reason(`file:${folder}`)).toMatch(/\(EISDIR\)$/);
  expect(await reason(`file:${file('\n')}`)).toMatch(/the file is empty$/);
});

test('the environment of the process is the default', async () => {
  expect(await resolveReference('env:PATH')).toEqual({ type: 'resolved', value: process.env.PATH });
});

test('a file that others can read is told', async () => {
  const path = file('a secret of all\n');
  chmodSync(path, 0o644);
  expect(await resolveReference(`file:${path}`)).toEqual({
    type: 'resolved',
    value: 'a secret of all',
    warning: `file:${path}: others than you can get at this file (chmod 600)`,
  });
});

test('what a command prints, without its last line ending', async () => {
  const value = async (reference: string) =>
    await resolveReference(reference, { PATH: process.env.PATH, A: 'aa' });
  expect(await value('cmd: printf "%s\\n" "$A b"')).toEqual({ type: 'resolved', value: 'aa b' });
  const reason = async (reference: string) => {
    const result = await value(reference);
    return result.type === 'missing' ? result.reason : 'none';
  };
  expect(await reason('cmd:exit 3')).toBe('cmd:exit 3: exit 3');
  expect(await reason('cmd:echo "the vault is locked" >&2; exit 1')).toMatch(
    /: exit 1 \(the vault is locked\)$/,
  );
  expect(await reason('cmd:echo hunter2hunter2; echo "not hunter2hunter2" >&2; exit 1')).toMatch(/exit 1$/);
  expect(await reason('cmd:true')).toMatch(/: it prints nothing$/);
  expect(await reason('cmd:kill -9 $$')).toMatch(/: ended by SIGKILL$/);
  expect(await reason('cmd:yes | head -c 100000')).toMatch(/: it gives more than 64 KiB$/);
});

/** A folder with a program of that name, and nothing else but a shell's needs. */
function pathWith(name: string, script: string): string {
  const bin = mkdtempSync(join(folder, 'bin-'));
  writeFileSync(join(bin, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  return `${bin}:${process.env.PATH}`;
}

test.each([
  ['op://Release/deploy/key', 'op', '<read> <--no-newline> <op://Release/deploy/key>'],
  ['sops:/etc/a.yaml#db.password', 'sops', '<-d> <--extract> <["db"]["password"]> </etc/a.yaml>'],
  ['sops:/etc/a.yaml', 'sops', '<-d> </etc/a.yaml>'],
])('%s is asked of its own tool', async (reference, tool, args) => {
  const script = 'for a; do printf "%s " "<$a>"; done; echo';
  const found = await resolveReference(reference, { PATH: pathWith(tool, script) });
  expect(found).toEqual({ type: 'resolved', value: `${args} ` });
  const missing = await resolveReference(reference, { PATH: folder });
  expect(missing).toMatchObject({ type: 'missing', reason: expect.stringMatching(/is not installed here$/) });
  const locked = await resolveReference(reference, {
    PATH: pathWith(tool, 'echo "not signed in" >&2; exit 1'),
  });
  expect(locked).toMatchObject({ reason: expect.stringMatching(/: exit 1 \(not signed in\)$/) });
});
