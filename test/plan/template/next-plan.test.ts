import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { parsePlan } from '../../../source/plan/parse-plan.ts';
import { stepsOf } from '../../../source/plan/plan.ts';
import { nextPlan } from '../../../source/plan/template/next-plan.ts';
import type { Usual } from '../../../source/plan/usual.ts';

const august = readFileSync(resolve(import.meta.dirname, '../../../plans/2009-08-18-gradebook2.md'), 'utf8');

function make({
  text = august,
  day = '2009-09-15',
  vars = {},
  usuals = {},
}: {
  text?: string;
  day?: string;
  vars?: Readonly<Record<string, string>>;
  usuals?: Readonly<Record<string, Partial<Usual>>>;
}) {
  const before = parsePlan({ text, file: 'plan.md' });
  if (before.type === 'invalid') throw new Error(JSON.stringify(before.problems, null, 1));
  const known = Object.entries(usuals).map(
    ([id, usual]) => [id, { p50: 60_000, p90: 60_000, count: 3, source: 'run', ...usual }] as const,
  );
  const result = nextPlan({
    text,
    plan: before.plan,
    day,
    vars: new Map(Object.entries(vars)),
    usuals: new Map(known),
  });
  return { before: before.plan, result };
}

function made(options: Parameters<typeof make>[0]) {
  const { before, result } = make(options);
  if (result.type === 'invalid') throw new Error(JSON.stringify(result.problems, null, 1));
  return { before, ...result };
}

test('the window keeps its times of the day, and what named the day names the new one', () => {
  const { plan, text, moved } = made({ day: '2009-11-17' });
  expect(new Date(plan.window.opens).toISOString()).toBe('2009-11-17T13:00:00.000Z');
  expect(new Date(plan.window.closes).toISOString()).toBe('2009-11-17T15:00:00.000Z');
  expect(text).not.toMatch(/2009-08-18|August 18/);
  expect(text).toContain('set release-2009-11-17');
  expect(moved.map(({ line }) => line)).toEqual([3, 30, 53, 68, 96, 209, 265]);
});

test('nothing else changes', () => {
  const { text } = made({});
  const back = text.replaceAll('2009-09-15', '2009-08-18').replaceAll('September 15', 'August 18');
  expect(back).toBe(august);
});

test('a window over midnight moves with both of its days, and so does an S of its own', () => {
  const text = august
    .replace('2009-08-18 05:00 - 07:00', '2009-08-18 22:00 - 2009-08-19 02:00')
    .replace('start: window', 'start: 2009-08-18 23:00')
    .replace('Whoever finds', 'On 19 August 2009 whoever finds');
  const { plan, text: next } = made({ text });
  expect(next).toContain('window: 2009-09-15 22:00 - 2009-09-16 02:00');
  expect(next).toContain('On 16 September 2009 whoever');
  expect(new Date(plan.window.start).toISOString()).toBe('2009-09-16T06:00:00.000Z');
});

test('ids with the day in them, and what refers to them, stay together', () => {
  const text = august
    .replace('{#stop}', '{#stop-2009-08-18}')
    .replaceAll('undoes=stop,', 'undoes=stop-2009-08-18,');
  const { plan } = made({ text });
  const back = stepsOf(plan).find(({ id }) => id === 'back-stop');
  expect(back?.undoes).toContain('stop-2009-09-15');
});

test('variables get their new values, quoted where YAML wants it', () => {
  const text = august.replace('tag: smartsite-019', 'tag: "smartsite-019" # the tag');
  const vars = { tag: 'smartsite-020', previous: 'a: b # c' };
  const { plan, text: next } = made({ text, vars });
  expect(plan.vars).toEqual(vars);
  expect(next).toContain('tag: "smartsite-020" # the tag');
  expect(next).toContain('previous: "a: b # c"');
});

test('lengths of real runs come into the plan, in whole minutes, and those of rehearsals do not', () => {
  const usuals = {
    backup: { p90: 23.2 * 60_000 },
    scripts: { p90: 4.5 * 60_000, source: 'rehearsal' },
    mail: { p90: 4.5 * 60_000 },
    restore: { p90: 65 * 60_000 },
  } as const;
  const { text, lengths } = made({ usuals });
  expect(lengths.map(({ step, ms }) => [step.id, ms / 60_000])).toEqual([
    ['backup', 24],
    ['restore', 65],
  ]);
  expect(text).toContain('Back up the database {#backup for=24m}');
  expect(text).toContain('Run the gradebook scripts {#scripts}');
  expect(text).toContain('{#restore undoes=scripts confirm=dba for=1h5m}');
});

test('other days that the text names are listed', () => {
  const text = august.replace(
    'Each server must answer',
    'The board met on 2009-08-11. Each server must answer',
  );
  expect(made({ text }).left).toEqual([{ line: 40, from: '2009-08-11', to: '2009-08-11' }]);
});

test('a time that the clocks leave out makes no plan', () => {
  const text = august.replace('05:00 - 07:00', '02:30 - 04:30');
  const { result } = make({ text, day: '2010-03-14' });
  expect(result).toMatchObject({
    type: 'invalid',
    problems: [{ message: expect.stringContaining('does not exist') }],
  });
});
