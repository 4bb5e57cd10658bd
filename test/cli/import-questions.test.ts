import { expect, test } from 'vitest';
import { askAll } from '../../source/cli/import-questions.ts';
import { importPlan } from '../../source/plan/import/import-plan.ts';
import { readText } from '../../source/plan/import/read-text.ts';
import { importSource, stepLines } from '../helpers/imported.ts';
import { createTestIo } from './test-io.ts';

const DOCUMENT = readText(`Small move
Roles: Engineer, QA
During the window
- (S + 0 Engineer) Stop
- (S + 10m QA) Look
- (S + 20m) Go / No Go
- Write to everybody
`);

/** Answers by the beginning of the question; an empty line otherwise. */
async function answersTo(replies: Readonly<Record<string, readonly string[]>>, source = DOCUMENT) {
  const io = createTestIo();
  const asked: string[] = [];
  const left = new Map(Object.entries(replies).map(([question, lines]) => [question, [...lines]]));
  const answers = await askAll(importPlan(source, { zone: 'UTC' }), {
    given: {},
    io,
    ask: async (question) => {
      asked.push(question);
      const known = [...left].find(([begin]) => question.startsWith(begin));
      return known?.[1].shift() ?? '';
    },
  });
  return { answers, asked, said: io.complained() };
}

test('asks for what is missing and about what is unsure; what nobody answers stays open', async () => {
  const { answers, asked } = await answersTo({});
  expect(asked).toEqual([
    'The date of the release (2026-01-31): ',
    'The window, from and to (05:00 - 07:00): ',
    'When the window opens (05:00): ',
    'The time zone (Enter for UTC): ',
    'Who is Engineer? ',
    'Who is QA? ',
    'Line 6, unsure: a decision of Engineer, QA: `Go / No Go`. Right? [Y/n] ',
    'Line 7, unsure: after the step before it, S+20m, since it names no time: `Write to everybody`. Right? [Y/n] ',
  ]);
  expect(importPlan(DOCUMENT, { answers, zone: 'UTC' }).open.map(({ text }) => text)).toEqual([
    'the date, when the window opens, when it closes',
    'who is Engineer',
    'who is QA',
  ]);
});

test('with answers the plan checks; a guess that is not right is marked in it', async () => {
  const { answers, said } = await answersTo({
    'The date': ['soon', '3 May 2026'],
    'The window': ['22:00 to 1:00'],
    'The time zone': ['Europe/Vienna'],
    'Who is Engineer': ['Uma'],
    'Who is QA': ['Ben'],
    'Line 7': ['n'],
  });
  expect(said).toBe(
    'Enter alone leaves a thing as it is; `gonogo check` points at what stays open.\n' +
      'That is no date. Once more, or Enter to leave it as it is.\n',
  );
  const document = importSource(DOCUMENT, answers);
  expect(document.imported.text).toContain('window: 2026-05-03 22:00 - 01:00 Europe/Vienna');
  expect(document.checked.open.map(({ message }) => message)).toEqual([
    '`TBD`: something is still open here',
  ]);
  expect(document.imported.text).toContain('  TBD: the import read after the step before it');
  expect(stepLines(document)[0]).toBe('S+0 engineer: Stop');
  expect(document.plan.roles.map(({ person }) => person)).toEqual(['Uma', 'Ben']);
});

test('a window that is not right is asked for; the times of its steps stay', async () => {
  const source = readText('Small move, 3 May 2026\n- (05:00 Uma) Stop\n- (05:10 Uma) Open\n');
  const { answers } = await answersTo({ 'Line 2': ['n'], 'The window': ['04:30 - 06:00'] }, source);
  const document = importSource(source, answers);
  expect(document.imported.text).toContain('window: 2026-05-03 04:30 - 06:00');
  expect(document.imported.text).toContain('start: window + 30m\n');
  expect(document.imported.text).not.toContain('TBD: the import');
});
