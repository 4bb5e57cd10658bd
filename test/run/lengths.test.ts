import { expect, test } from 'vitest';
import {
  expectedLength,
  learn,
  nameWithoutDates,
  percentile,
  type Sample,
} from '../../source/run/lengths.ts';
import { makePlan, minute } from '../helpers/plan.ts';

const plan = makePlan({
  main: [
    { id: 'backup', title: 'Back up the database' },
    { id: 'deploy-head', title: 'Deploy 2.6 to the head node' },
    { id: 'node1', title: 'Restart node 1' },
    { id: 'node2', title: 'Restart node 2' },
  ],
});

function took(id: string, minutes: number, more: Partial<Sample> = {}): Sample {
  return { id, title: id, ms: minutes * minute, source: 'run', ...more };
}

test('half and nine of ten of several runs', () => {
  const usual = learn(
    plan,
    [5, 1, 4, 2, 3].map((minutes) => [took('backup', minutes)]),
  ).get('backup');
  expect(usual).toEqual({ p50: 3 * minute, p90: 4.6 * minute, count: 5, source: 'run' });
});

test('by id first, whatever the title says; by title where the id is gone', () => {
  const usuals = learn(plan, [
    [
      took('backup', 7, { title: 'Deploy 2.6 to the head node' }),
      took('gone', 1, { title: 'BACK up the database' }),
    ],
    [took('deploy', 3, { title: 'Deploy 2.5 to the Head Node' })],
  ]);
  expect(usuals.get('backup')?.p50).toBe(7 * minute);
  expect(usuals.get('deploy-head')?.p50).toBe(3 * minute);
});

test('a title that two steps have, here or there, finds none', () => {
  const here = learn(plan, [[took('other', 1, { title: 'Restart node 3' })]]);
  expect(here.size).toBe(0);
  const title = 'Back up the database';
  const there = learn(plan, [[took('a', 1, { title }), took('b', 9, { title })]]);
  expect(there.size).toBe(0);
});

test('titles of nothing but digits are no names', () => {
  const numbered = makePlan({ main: [{ id: 'first', title: '1.' }] });
  expect(learn(numbered, [[took('other', 1, { title: '2.' })]]).size).toBe(0);
});

test('real runs win over rehearsals, step by step', () => {
  const rehearsed = (id: string, minutes: number) => took(id, minutes, { source: 'rehearsal' });
  const usuals = learn(plan, [
    [rehearsed('backup', 1), rehearsed('node1', 1)],
    [took('backup', 9)],
    [rehearsed('backup', 2), rehearsed('node1', 3)],
  ]);
  expect(usuals.get('backup')).toMatchObject({ p50: 9 * minute, count: 1, source: 'run' });
  expect(usuals.get('node1')).toMatchObject({ p50: 2 * minute, count: 2, source: 'rehearsal' });
});

test('what changes from release to release is no part of a name', () => {
  expect(nameWithoutDates('Gradebook 2 release, August 18, 2009')).toBe('gradebook release');
  expect(nameWithoutDates('Tuesday 13-Oct-2009: Gradebook 2 Release')).toBe('gradebook release');
  expect(nameWithoutDates('Release of the 3rd of March')).toBe('release of the of');
  expect(nameWithoutDates('Décembre')).toBe('décembre');
  expect(nameWithoutDates('2009-08-18')).toBe('');
});

test('percentiles lie between their neighbours', () => {
  expect(percentile([], 0.5)).toBeNaN();
  expect(percentile([7], 0.9)).toBe(7);
  expect(percentile([20, 10], 0.5)).toBe(15);
  expect(percentile([10, 100, 9], 0.5)).toBe(10);
});

test('what is expected: the usual length, else the planned one', () => {
  const usuals = learn(plan, [[took('backup', 7)]]);
  expect(expectedLength({ id: 'backup', duration: 5 * minute }, usuals)).toBe(7 * minute);
  expect(expectedLength({ id: 'node1', duration: 5 * minute }, usuals)).toBe(5 * minute);
  expect(expectedLength({ id: 'backup', duration: 5 * minute })).toBe(5 * minute);
});
