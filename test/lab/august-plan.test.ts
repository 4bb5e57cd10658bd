import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parsePlan } from '../../source/plan/parse-plan.ts';
import type { Plan, TimelineKind } from '../../source/plan/plan.ts';
import { augustFile as file } from './august.ts';
import { labHosts, previousTag } from './lab.ts';

const result = parsePlan({ file, text: readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8') });

test('has neither errors nor warnings', () => {
  expect(result.problems).toEqual([]);
  expect(result.type).toBe('parsed');
});

test('follows the document: eleven steps of the window, eight of the way back, at its times', () => {
  expect(times('preparation')).toEqual([undefined]);
  expect(times('main')).toEqual([-10, 0, 2, 30, 35, 40, 45, 55, 60, 65, 70]);
  expect(times('fallback')).toEqual([0, 2, 2, 5, 50, 55, 60, 65]);
});

test('gives each step to whom the document gives it', () => {
  const people = (kind: TimelineKind) =>
    steps(kind).map(({ owners }) => owners.flatMap(({ roles }) => roles).join(' '));
  const p = 'programmer';
  expect(people('main')).toEqual(['release', p, 'dba', 'dba', p, p, 'qc', p, p, p, 'release']);
  expect(people('fallback')).toEqual([p, 'dba', p, p, p, 'pm', p, p]);
});

test('verification has four items, the last one for the programmer, and decides', () => {
  const verify = steps('main').find((step) => step.decision);
  expect(verify?.poll).toEqual(['qc']);
  expect(verify?.checklist.map((item) => item.owners.flatMap(({ roles }) => roles))).toEqual([
    [],
    [],
    [],
    ['programmer'],
  ]);
});

test('the previous release does not wait for the restore, the head node waits for both', () => {
  const after = (id: string) => steps('fallback').find((step) => step.id === id)?.after;
  expect(after('back-deploy')).toEqual(['back-stop']);
  expect(after('back-start-head')).toEqual(['restore', 'back-properties', 'back-deploy']);
});

test('a fallback at the planned decision ends inside the window', () => {
  const { window } = plan();
  const verify = steps('main').find((step) => step.decision);
  const last = steps('fallback').at(-1);
  const end = [verify, last].reduce((sum, step) => sum + (step?.offset ?? 0) + (step?.duration ?? 0), 0);
  expect(window.start + end).toBeLessThanOrEqual(window.closes);
});

test('is about the hosts and the release of the lab', () => {
  expect(plan().hosts).toEqual(labHosts);
  expect(plan().vars.previous).toBe(previousTag);
});

function plan(): Plan {
  if (result.type !== 'parsed') throw new Error('the plan has errors');
  return result.plan;
}

function steps(kind: TimelineKind) {
  return plan().timelines.find((timeline) => timeline.kind === kind)?.steps ?? [];
}

function times(kind: TimelineKind) {
  return steps(kind).map(({ offset }) => (offset === undefined ? undefined : offset / 60_000));
}
