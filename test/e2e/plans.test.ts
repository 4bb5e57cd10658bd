import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Gonogo, openGonogo } from './gonogo.ts';

const folder = resolve(import.meta.dirname, '../../plans');
const plans = readdirSync(folder).filter((name) => name.endsWith('.md'));

let gonogo: Gonogo;
beforeAll(async () => {
  gonogo = await openGonogo();
});
afterAll(() => gonogo.end());

test('there are plans', () => {
  expect(plans).toContain('2009-08-18-gradebook2.md');
});

test.each(plans)('%s has no problems, and its rehearsal goes through', async (name) => {
  const plan = join(folder, name);
  const check = await gonogo.plain(['check', plan], []);
  expect([check.code, check.err]).toEqual([0, '']);
  expect(check.out).toMatch(/^No problems\. /m);
  const rehearsal = await gonogo.plain(['rehearse', plan, '--auto', '--plain', '--speed', '3600'], []);
  expect([rehearsal.code, rehearsal.err], rehearsal.out).toEqual([0, '']);
  expect(rehearsal.out).toMatch(/the run has ended: go$/m);
});

test('the plan in the README has no problems', async () => {
  const readme = readFileSync(resolve(folder, '../README.md'), 'utf8').split('\n');
  const first = readme.indexOf('    ---');
  const after = readme.findIndex((line, at) => at > first && line.startsWith('|'));
  const folderOfOne = mkdtempSync(join(tmpdir(), 'gonogo-readme-'));
  const plan = join(folderOfOne, 'plan.md');
  writeFileSync(
    plan,
    readme
      .slice(first, after)
      .map((line) => line.slice(4))
      .join('\n'),
  );
  const { code, out, err } = await gonogo.plain(['check', plan], []);
  rmSync(folderOfOne, { recursive: true });
  expect([code, err]).toEqual([0, '']);
  expect(out).toMatch(/^No problems\. /m);
});
