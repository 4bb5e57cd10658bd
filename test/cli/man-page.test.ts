import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { buildProgram } from '../../source/cli/main.ts';
import { environment } from '../../source/cli/topics/environment-topic.ts';
import { manPage } from '../helpers/man-page.ts';
import { needs } from '../helpers/needs.ts';
import { createTestIo } from './test-io.ts';

const root = resolve(import.meta.dirname, '../..');
const manifest: { version: string; man: string; files: readonly string[] } = JSON.parse(
  readFileSync(join(root, 'package.json'), 'utf8'),
);
const program = buildProgram({ io: createTestIo(), version: manifest.version, done: () => undefined });
const page = readFileSync(join(root, manifest.man), 'utf8');

test('the package has the page that the build made of today’s help', () => {
  expect(page).toBe(manPage(program, manifest.version));
  expect(manifest.files).toContain(manifest.man.split('/')[0]);
});

test.skipIf(needs('man'))('man shows it without a complaint, with every command and option', () => {
  const env = { ...process.env, MANWIDTH: '100', MAN_KEEP_FORMATTING: '', LC_ALL: 'C.UTF-8' };
  const shown = spawnSync('man', ['--warnings', '-l', join(root, manifest.man)], { env, encoding: 'utf8' });
  expect([shown.status, shown.stderr]).toEqual([0, '']);
  const text = shown.stdout.replace(/.\u0008/g, '');
  const help = program.createHelp();
  for (const command of help.visibleCommands(program)) {
    expect(text).toContain(`gonogo ${command.name()}`);
    for (const { long } of command.options) expect(text).toContain(long);
  }
  expect(text).not.toContain('__complete');
});

test('every variable that is read is told', () => {
  const source = join(root, 'source');
  const read = readdirSync(source, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name))
    .flatMap((name) => [...readFileSync(join(source, name), 'utf8').matchAll(/\benv\.([A-Z][A-Z_]+)/g)])
    .map(([, name]) => name ?? '');
  const obvious = ['HOME', 'USER', 'LC_ALL', 'LC_CTYPE', 'NODE_ENV'];
  const told = new Set([...Object.keys(environment), ...obvious]);
  expect([...new Set(read)].filter((name) => !told.has(name))).toEqual([]);
});
