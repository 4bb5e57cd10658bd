/** Before all tests: those that start the program get the one of today's source. */
import { execFileSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';

const project = resolve(import.meta.dirname, '../..');
const build = join(project, 'test/helpers/build.ts');
const manPage = join(project, 'test/helpers/man-page.ts');

export function setup(): void {
  if (changedAt(join(project, 'dist/gonogo.js')) > newestSource()) return;
  execFileSync(process.execPath, [build], { cwd: project, stdio: ['ignore', 'inherit', 'inherit'] });
}

/** Folders count, too: theirs changes when a file is deleted. */
function newestSource(): number {
  const source = join(project, 'source');
  const entries = readdirSync(source, { recursive: true, encoding: 'utf8' });
  const inputs = [source, build, manPage, ...entries.map((name) => join(source, name))];
  return Math.max(...inputs.map(changedAt));
}

function changedAt(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}
