/**
 * `npm run import-table [-- FOLDER]`: imports the documents that the importer was made for, and prints what came of
 * each: steps in the document and found, offsets and owners that are right, guesses, and words that got lost.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { stepsOf } from '../../source/plan/plan.ts';
import { dueOf, importFile, ownersOf } from './imported.ts';
import { lostWords } from './lost-words.ts';

type Expected = Readonly<Record<string, readonly string[]>>;

const root = resolve(import.meta.dirname, '../..');
const given = process.argv[2];
const folder = [given, '../shared/plans']
  .flatMap((path) => (path === undefined ? [] : [resolve(root, path)]))
  .find((path) => existsSync(path));
const expected: Expected = JSON.parse(
  readFileSync(join(root, 'test/fixtures/documents/originals.json'), 'utf8'),
);

if (folder === undefined) {
  process.stdout.write(
    'The original documents are not here; `npm run import-table -- FOLDER` says where they are.\n',
  );
} else {
  const rows = [['document', 'steps', 'found', 'offsets', 'owners', 'guesses', 'unsure', 'lost']];
  let wrong = 0;
  for (const [name, steps] of Object.entries(expected)) {
    const path = join(folder, name);
    if (!existsSync(path)) continue;
    const row = await compare(path, steps);
    rows.push([name, ...row.cells]);
    wrong += row.wrong;
  }
  const widths =
    rows[0]?.map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length))) ?? [];
  for (const row of rows) {
    process.stdout.write(
      `${row.map((cell, at) => (at === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[at] ?? 0))).join('  ')}\n`,
    );
  }
  process.exitCode = wrong === 0 ? 0 : 1;
}

/** @param steps each as `S+35m programmer`; `?` where only a person can know */
async function compare(path: string, steps: readonly string[]) {
  const document = await importFile(path);
  const found = stepsOf(document.plan);
  const [dues, owners] = [steps.map((step) => step.split(' ')[0]), steps.map((step) => step.split(' ')[1])];
  const right = (values: readonly (string | undefined)[], wanted: readonly (string | undefined)[]) =>
    values.filter((value, index) => value === wanted[index]).length;
  const offsets = right(
    found.map((step) => dueOf(step, document.imported)),
    dues,
  );
  const owned = right(found.map(ownersOf), owners);
  const lost = lostWords(readFileSync(path, 'utf8'), document.imported).length;
  const { guesses } = document.imported;
  const numbers = [
    steps.length,
    found.length,
    offsets,
    owned,
    guesses.length,
    guesses.filter(({ sure }) => sure === 'unsure').length,
    lost,
  ];
  const missed = steps.length * 3 - Math.min(found.length, steps.length) - offsets - owned;
  return { cells: numbers.map(String), wrong: missed + lost + Math.abs(found.length - steps.length) };
}
