import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
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
  writeFileSync(path, content);
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
