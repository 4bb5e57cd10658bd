import stringWidth from 'string-width';
import { expect, test } from 'vitest';
import { compareRuns } from '../../source/report/compare.ts';
import { comparisonData } from '../../source/report/comparison-data.ts';
import { comparisonText } from '../../source/report/comparison-text.ts';
import { type RunRecord, recordOf } from '../../source/report/record.ts';
import type { TargetResult } from '../../source/run/facts.ts';
import { createManualClock } from '../../source/session/clock.ts';
import { createFakeSession } from '../helpers/fake-session.ts';
import { makePlan, minute, type StepDraft, sh, start } from '../helpers/plan.ts';
import { badNight, rehearsedNight } from './bad-night.ts';

const by = 'Thomas';
const code = (exit: number): TargetResult => ({ type: 'exited', code: exit });
const comparison = compareRuns(await rehearsedNight(), (await badNight()).record);

/** A run of steps that only work, each begun so many minutes late and taking so many. */
async function run(
  name: string,
  steps: readonly (StepDraft & { late: number; took: number; results?: Record<string, TargetResult> })[],
): Promise<RunRecord> {
  const plan = makePlan({ main: steps.map((step) => ({ ...step, actions: [sh(['web1', 'web2'])] })) });
  const clock = createManualClock(start - 60 * minute);
  const session = createFakeSession({ plan, clock });
  for (const { id: step, offset = 0, late, took, results = {} } of steps) {
    clock.advance(start + offset + late * minute - clock.now());
    await session.send({ type: 'start', step, by, reason: 'now' });
    await session.send({ type: 'begin-action', step, attempt: 1, action: 0, targets: Object.keys(results) });
    clock.advance(took * minute);
    for (const [target, result] of Object.entries(results)) {
      await session.send({ type: 'finish-target', step, attempt: 1, action: 0, target, result });
    }
    await session.send({ type: 'finish-attempt', step, attempt: 1, outcome: 'succeeded', detail: '' });
  }
  return recordOf({ run: name, plan, events: session.history() });
}

test('steps are matched by id, then by a title without its dates, and what is left is told apart', async () => {
  const a = await run('AAAA', [
    { id: 'deploy', title: 'Deploy', late: 0, took: 5 },
    { id: 'old-mail', title: 'Mail of 18 August', offset: 10 * minute, late: 0, took: 1 },
    { id: 'gone', title: 'Burn incense', offset: 20 * minute, late: 0, took: 1 },
    { id: 'twin-1', title: 'Twin 1', offset: 30 * minute, late: 0, took: 1 },
    { id: 'twin-2', title: 'Twin 2', offset: 40 * minute, late: 0, took: 1 },
  ]);
  const b = await run('BBBB', [
    { id: 'deploy', title: 'Deploy at last', late: 2, took: 4 },
    { id: 'new-mail', title: 'Mail of 13 October', offset: 15 * minute, late: 1, took: 3 },
    { id: 'twin-3', title: 'Twin 3', offset: 50 * minute, late: 0, took: 1 },
  ]);
  const { steps, onlyA, onlyB } = compareRuns(a, b);
  expect(steps.map(({ a, b, matchedBy, later, longer }) => [a.id, b.id, matchedBy, later, longer])).toEqual([
    ['deploy', 'deploy', 'id', 2 * minute, -minute],
    ['old-mail', 'new-mail', 'title', 6 * minute, 2 * minute],
  ]);
  expect(onlyA.map(({ id }) => id)).toEqual(['gone', 'twin-1', 'twin-2']);
  expect(onlyB.map(({ id }) => id)).toEqual(['twin-3']);
});

test('hosts and exit codes that differ are told', async () => {
  const a = await run('AAAA', [
    { id: 'deploy', late: 0, took: 5, results: { web1: code(0), web2: code(0) } },
  ]);
  const b = await run('BBBB', [{ id: 'deploy', late: 0, took: 5, results: { web1: code(3) } }]);
  const text = comparisonText(compareRuns(a, b), 120);
  expect(text).toContain('     B web1: exit 3\n     ran only in A: web2\n     failed only in B: web1\n');
  const data = comparisonData(compareRuns(a, b));
  expect(data.steps[0]?.b.targets).toEqual([{ target: 'web1', exit: 3, result: 'exit 3' }]);
  expect(data.steps[0]?.hosts).toEqual({ onlyA: ['web2'], onlyB: [] });
});

test('the table on a wide terminal', () => {
  const lines = comparisonText(comparison, 200).split('\n');
  expect(lines.slice(0, 8)).toEqual([
    'A  2REH  rehearsal  Small release',
    '   S 2009-08-18 05:00:00 PDT',
    '   has not ended',
    'B  7K2F  live  Small release',
    '   S 2009-08-18 05:00:00 PDT',
    '   fell back, ended 2009-08-18 06:33:00 PDT (S+93m), 27m before the window closed',
    '   fell back at S+26m: errors in the log',
    '',
  ]);
  expect(lines[8]).toMatch(
    /^ # {2}step +planned {2}A began +drift {2}B began +drift {2}A took {2}B took +B - A$/,
  );
  expect(lines).toContainEqual(
    expect.stringMatching(/^ 4 {2}Stop every application server +S\+0 +S\+0 +0s +S\+1m +\+1m +1m +5m +\+4m$/),
  );
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(120);
});

test.each([
  [200, 120],
  [120, 120],
  [109, 109],
  [80, 80],
])('on %i columns no line is wider than %i', async (columns, most) => {
  const long =
    'Put a very long title with 漢字 into the table, longer than any terminal has columns for it, and on';
  const record = await run('CCCC', [
    { id: 'a', title: long, late: 3, took: 100, results: { [`web${'9'.repeat(150)}`]: code(1) } },
  ]);
  const texts = [comparisonText(comparison, columns), comparisonText(compareRuns(record, record), columns)];
  const widths = texts.flatMap((text) => text.split('\n').map((line) => stringWidth(line)));
  expect(Math.max(...widths)).toBeLessThanOrEqual(most);
});

test('on a narrow terminal the lesser columns are folded below', () => {
  const text = comparisonText(comparison, 80);
  expect(text).toContain('\n     planned S+0, A began S+0, B began S+1m\n     B took 2 attempts\n');
});

test('what plans and people say can not act on a terminal', async () => {
  const record = await run('CCCC', [{ id: 'a', title: 'wipe\x1b[2J it\u{202e}', late: 0, took: 1 }]);
  const text = comparisonText(compareRuns(record, record), 120);
  expect(text).toContain('wipe<U+001B>[2J it<U+202E>');
  expect(text).not.toMatch(/[\x1b\u202e]/);
});

test('data has seconds and ISO moments', () => {
  const data = comparisonData(comparison);
  expect(data.b).toMatchObject({
    run: '7K2F',
    mode: 'live',
    start: '2009-08-18T05:00:00-07:00',
    outcome: 'fell-back',
    ended: '2009-08-18T06:33:00-07:00',
    beforeWindowCloses: 1620,
    fallback: { by: 'Sandra', reason: 'errors in the log', at: '2009-08-18T05:26:00-07:00' },
  });
  expect(data.a).toMatchObject({ run: '2REH', outcome: null, ended: null });
  expect(data.steps[3]).toMatchObject({
    id: 'stop',
    matchedBy: 'id',
    a: { planned: { begins: 0, ends: 120 }, began: 0, drift: 0, took: 60, attempts: 1, status: 'done' },
    b: { began: 60, drift: 60, took: 300, attempts: 2, byHand: true, failed: ['sakaiprod3'] },
    difference: { began: 60, took: 240 },
  });
  expect(data.steps[1]).toMatchObject({ b: { status: 'skipped', skipped: 'they are asleep <b>' } });
});
