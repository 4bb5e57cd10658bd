import { expect, test } from 'vitest';
import { stepsOf } from '../../../source/plan/plan.ts';
import { importLines, noteLines, stepLines } from '../../helpers/imported.ts';

const BEGIN = ['Move of 3 May 2026', 'Window: 05:00 - 07:00 UTC', 'Roles: Engineer, QA', 'During the window'];

function stepsFrom(...lines: readonly string[]) {
  return stepsOf(importLines(...BEGIN, ...lines).plan);
}

test('"after X has been done" beside X waits for it; what came before is waited for, too', () => {
  const steps = stepsFrom(
    '- (S + 0 QA) Mark',
    '- (S + 5m QA) Restore the DB',
    '- (S + 5m QA) After the database has been restored, start it',
  );
  expect(steps[2]?.after).toEqual(['mark', 'restore-db']);
});

test('lengths: ranges of times, words, brackets', () => {
  const steps = stepsFrom(
    '- (05:00 - 05:10 QA) One',
    '- (05:10 QA) Two takes about 20 minutes',
    '- (05:40 QA) Three (15 min)',
  );
  expect(steps.map(({ duration }) => duration / 60_000)).toEqual([10, 20, 15]);
});

test('a decision without an owner asks every role', () => {
  const [step] = stepsFrom('- (S + 30m) Go / No Go');
  expect([step?.decision, step?.poll]).toEqual([true, ['engineer', 'qa']]);
});

test("a decision whose words name who votes asks them, and everybody where one of the names is nobody's", () => {
  const [, few, more] = stepsFrom(
    '- (S + 20m PM) Look',
    '- (S + 30m) Go / no-go vote by QA and the PM',
    '- (S + 40m) Go / no-go vote by QA and Zoe',
  );
  expect([few?.poll, more?.poll]).toEqual([
    ['qa', 'pm'],
    ['engineer', 'qa', 'pm'],
  ]);
});

test('owners: several, everyone, one of whom the document is not sure, a slip of the pen', () => {
  const document = importLines(
    ...BEGIN,
    '- (S + 0 Engineer/QA) A',
    '- (S + 5m everyone) B',
    '- (S + 9m QA?) C',
    '- (S + 12m Enginere) D',
    '- (S + 20m ?) E',
  );
  expect(stepLines(document)).toEqual([
    'S+0 engineer+qa: A',
    'S+5m engineer+qa: B',
    'S+9m qa: C',
    'S+12m engineer: D',
    'S+20m nobody: E',
  ]);
  expect(document.imported.text).toContain('  Owner as written: QA?');
  expect(document.imported.text).toContain('  Owner as written: ?\n');
  expect(document.imported.guesses).toContainEqual({
    line: 8,
    read: '`Enginere` as Engineer',
    sure: 'likely',
  });
});

test('S after the window has opened; times past midnight', () => {
  const late = importLines(
    'Move of 3 May 2026',
    'S = maintenance window + 30 mins',
    'Window: 23:00 - 02:00 UTC',
    'During the window',
    '- (23:30 QA) A',
    '- (00:15 QA) B',
  );
  expect(stepLines(late)).toEqual(['S+0 qa: A', 'S+45m qa: B']);
  expect(late.plan.window.start - late.plan.window.opens).toBe(30 * 60_000);
});

test('a step with D opens the way back by itself; text between steps stays at its place, as a note', () => {
  const document = importLines(
    ...BEGIN,
    '- (S + 0 QA) Open',
    '',
    'Nobody leaves the room.',
    '',
    '- (D + 0 QA) Close',
  );
  expect(stepLines(document)).toEqual(['S+0 qa: Open', 'D+0 qa: Close']);
  expect(document.imported.text).toMatch(
    /Open \{#open\}\n\nNobody leaves the room\.\n\n## Fall-back procedure\n\n- \(D/,
  );
  expect(noteLines(document.imported)).toContain('7: Nobody leaves the room.');
});

test('owners in columns, at the end of the line, with an @, in a parenthesis after the time', () => {
  const document = importLines(
    ...BEGIN,
    '05:00  QA  Stop',
    '05:10 (Engineer) Copy',
    '- 05:20 Start (QA)',
    '05:30 @uma: Open it',
    'If no go:',
    '05:40  QA  Stop again',
  );
  expect(stepLines(document)).toEqual([
    'S+0 qa: Stop',
    'S+10m engineer: Copy',
    'S+20m qa: Start',
    'S+30m uma: Open it',
    'D+0 qa: Stop again',
  ]);
});
