import { chmod, lstat, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { main } from '../../source/cli/main.ts';
import { createTestIo } from './test-io.ts';

const PLAN = `---
title: T
window: 2009-08-18 05:00 - 07:00 UTC
roles: { qc: Sandra }
---
- (S+0m QC) Look {for=5m}
`;
const FORMATTED = PLAN.replace('S+0m', 'S + 0');

let folder = '';
let file = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gonogo-format-'));
  file = join(folder, 'plan.md');
  await writeFile(file, PLAN);
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

async function call(...args: readonly string[]) {
  const io = createTestIo();
  const code = await main(['format', ...args], '1', io);
  return { code, out: io.written(), err: io.complained() };
}

test('prints the plan in its form, and leaves the file', async () => {
  expect(await call(file)).toEqual({ code: 0, out: FORMATTED, err: '' });
  expect(await readFile(file, 'utf8')).toBe(PLAN);
});

test('--check says by its exit code that the file is not in its form', async () => {
  expect(await call(file, '--check')).toEqual({
    code: 13,
    out: '',
    err: `${file} is not in its form: gonogo format --write ${file}\n`,
  });
  await writeFile(file, FORMATTED);
  expect(await call(file, '--check')).toEqual({ code: 0, out: '', err: '' });
});

test('--write replaces what a link points at, keeps the mode, and leaves nothing beside it', async () => {
  await chmod(file, 0o640);
  const link = join(folder, 'link.md');
  await symlink(file, link);
  expect(await call(link, '--write')).toEqual({ code: 0, out: '', err: `Formatted ${link}\n` });
  expect(await readFile(file, 'utf8')).toBe(FORMATTED);
  expect((await stat(file)).mode & 0o777).toBe(0o640);
  expect((await lstat(link)).isSymbolicLink()).toBe(true);
  expect((await readdir(folder)).toSorted()).toEqual(['link.md', 'plan.md']);
  const { mtimeMs } = await stat(file);
  expect(await call(file, '--write')).toEqual({ code: 0, out: '', err: '' });
  expect((await stat(file)).mtimeMs).toBe(mtimeMs);
});

test('a plan with errors is refused with its problems, and not touched', async () => {
  const wrong = PLAN.replace('QC)', 'Qcc)');
  await writeFile(file, wrong);
  const { code, out, err } = await call(file, '--write');
  expect([code, out]).toEqual([3, '']);
  expect(err).toContain('unknown role `Qcc`');
  expect(err).toContain('a plan with errors is not formatted');
  expect(await readFile(file, 'utf8')).toBe(wrong);
});
