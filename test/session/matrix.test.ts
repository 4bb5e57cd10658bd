import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { parsePlan } from '../../source/plan/parse-plan.ts';
import type { Plan } from '../../source/plan/plan.ts';
import type { Usuals } from '../../source/plan/usual.ts';
import { fallbackMatrix } from '../../source/session/matrix.ts';
import { minute } from '../helpers/plan.ts';
import { planOf } from '../plan/write-plan.ts';

/** Each row: the moment, D and when it is home in minutes from S, what is left out of it. */
async function matrixOf(plan: Plan, usuals?: Usuals): Promise<readonly string[]> {
  const rows = await fallbackMatrix({ plan, seed: 1, usuals });
  const minutes = (at: number | undefined) => (at === undefined ? '?' : (at - plan.window.start) / minute);
  return rows.map(({ after, called, home, notNeeded, outcome }) => {
    const left = notNeeded.length === 0 ? '' : ` without ${notNeeded.map(({ id }) => id).join(', ')}`;
    const words = outcome === 'fell-back' ? '' : ` ${outcome}`;
    return `${after?.id ?? 'S'}: ${minutes(called)} - ${minutes(home)}${left}${words}`;
  });
}

const list = (...lines: readonly string[]) => lines.map((line) => `- ${line}`).join('\n');

test('18 August 2009: from the end of the deploy to the rest on, nobody comes home by S + 120', async () => {
  const file = resolve(import.meta.dirname, '../../plans/2009-08-18-gradebook2.md');
  const parsed = parsePlan({ text: readFileSync(file, 'utf8'), file });
  if (parsed.type !== 'parsed') throw new Error('the plan has errors');
  expect(await matrixOf(parsed.plan)).toEqual([
    'S: 0 - 8 without back-stop, restore, back-deploy, back-start-head, back-start-rest',
    'stop: 2 - 27 without restore, back-deploy',
    'backup: 30 - 55 without restore, back-deploy',
    'scripts: 35 - 100 without back-deploy',
    'deploy-head: 40 - 105',
    'start-head: 45 - 110',
    'verify: 55 - 120',
    'deploy-rest: 60 - 125',
    'start-rest: 65 - 130',
    'open: 70 - 135',
    'mail: 75 - 140',
  ]);
});

const small = {
  main: list(
    '(S - 10m DBA) Freeze {#freeze for=5m}',
    '(S + 0 DBA) Copy {#copy for=10m}',
    '(S + 20m QC) Look {#look decision for=10m}',
  ),
  fallback: list(
    '(D + 0 DBA) Copy back {#copy-back undoes=copy for=12m}',
    '(D + 12m QC) Look again {#look-again for=3m}',
  ),
};

test('checks of a checklist take no time of their own', async () => {
  const look =
    '(S + 20m QC) Look {#look decision for=10m}\n    - It is there\n\n      ```sh auto\n      true\n      ```';
  const main = list('(S + 0 DBA) Copy {#copy for=10m}', look);
  expect(await matrixOf(planOf({ main, fallback: small.fallback }))).toEqual([
    'S: 0 - 3 without copy-back',
    'copy: 10 - 25',
    'look: 30 - 45',
  ]);
});

test('people take the time of their steps; what ends before S is no moment of its own', async () => {
  expect(await matrixOf(planOf(small))).toEqual([
    'S: 0 - 3 without copy-back',
    'copy: 10 - 25',
    'look: 30 - 45',
  ]);
});

test('what usually takes longer takes longer here', async () => {
  const usuals: Usuals = new Map([
    ['copy', { p50: 25 * minute, p90: 30 * minute, count: 3, source: 'run' }],
    ['look-again', { p50: 8 * minute, p90: 9 * minute, count: 3, source: 'run' }],
  ]);
  expect(await matrixOf(planOf(small), usuals)).toEqual([
    'S: 0 - 8 without copy-back',
    'copy: 25 - 45',
    'look: 35 - 55',
  ]);
});

test('what runs beside it when D is called is waited for, and has to be undone', async () => {
  const plan = planOf({
    main: list(
      '(S + 0 DBA) Short {#short for=5m}',
      '(S + 0 DBA) Long {#long for=25m}\n\n  ```sql on=sakai\n  SELECT 1;\n  ```',
    ),
    fallback: list('(D + 0 DBA) Undo {#undo undoes=long for=10m}'),
  });
  expect(await matrixOf(plan)).toEqual(['S: 0 - 0 without undo', 'short: 5 - 35', 'long: 25 - 35']);
});

test('nothing begins by itself in the moment in which D is called', async () => {
  const plan = planOf({
    main: list('(S + 0 DBA) One {#one auto for=5m}', '(S + 5m DBA) Two {#two auto for=5m}'),
    fallback: list(
      '(D + 0 DBA) Undo one {#undo-one undoes=one for=5m}',
      '(D + 5m DBA) Undo two {#undo-two undoes=two for=9m}',
    ),
  });
  expect(await matrixOf(plan)).toEqual([
    'S: 0 - 0 without undo-one, undo-two',
    'one: 5 - 10 without undo-two',
    'two: 10 - 24',
  ]);
});

const check = '\n\n  ```marker on=sakai\n  check nothing-set-this\n  ```';

test('a way back that fails is told, and so is a moment that never comes', async () => {
  const back = planOf({
    main: list('(S + 0 DBA) One {#one for=5m}'),
    fallback: list(`(D + 0 DBA) Check {#check for=5m}${check}`),
  });
  for (const row of await matrixOf(back)) expect(row).toMatch(/ (fell-back-with-failures|aborted)$/);
  const there = planOf({
    main: list(
      '(S + 0 DBA) One {#one for=5m}',
      `(S + 5m DBA) Check {#check for=5m}${check}`,
      '(S + 10m DBA) Two {#two for=5m}',
    ),
  });
  const rows = await matrixOf(there);
  expect(rows).toEqual(['S: 0 - 5', 'one: 5 - 10', 'check: ? - ? undefined', 'two: ? - ? undefined']);
});

test('the same seed gives the same table', async () => {
  const plan = planOf(small);
  expect(await fallbackMatrix({ plan, seed: 3 })).toEqual(await fallbackMatrix({ plan, seed: 3 }));
});
