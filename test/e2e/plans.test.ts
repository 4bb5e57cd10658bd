import { readdirSync } from 'node:fs';
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
